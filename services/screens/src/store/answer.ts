/**
 * Why there is no answer: the error's code and the field of the request that was refused, "" for none; the server's words; and the last
 * day that the log has opened, where a later one was asked for.
 */
export interface Refusal {
  readonly code: string;
  readonly field: string;
  readonly message: string;
  readonly reached: string;
}

/** What was asked for is on its way, has come, or was refused. */
export type Answer<T> =
  { kind: 'loading' } | { kind: 'come'; answer: T } | { kind: 'refused'; refusal: Refusal };

/** What an answer with this body says; anything but what was asked for is a refusal. */
export function read<T>(body: unknown, isAnswer: (body: unknown) => boolean): Answer<T> {
  if (isAnswer(body)) return { kind: 'come', answer: body as T };
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  return {
    kind: 'refused',
    refusal: {
      code: text(error['code']),
      field: text(error['field']),
      message: text(error['message']),
      reached: text(error['reached']),
    },
  };
}

/** Whether a body is an object with lists of these names: the shape by which answers are told from errors. */
export function hasLists(...names: readonly string[]): (body: unknown) => boolean {
  return (body) => isObject(body) && names.every((name) => Array.isArray(body[name]));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
