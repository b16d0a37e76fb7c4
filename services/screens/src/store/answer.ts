import { noAnswer, type Asked, type Problem } from '../net/asking';

/** What was asked for is on its way, has come, or was refused. */
export type Answer<T> =
  { kind: 'loading' } | { kind: 'come'; answer: T } | { kind: 'refused'; refusal: Problem };

/** What an answer with this body says; one that is not what was asked for is as good as none. */
export function read<T>(body: unknown, isAnswer: (body: unknown) => boolean): Answer<T> {
  return isAnswer(body) ? { kind: 'come', answer: body as T } : { kind: 'refused', refusal: noAnswer };
}

/** What became of a question whose answers `isAnswer` tells by their shape. */
export function answered<T>(asked: Asked, isAnswer: (body: unknown) => boolean): Answer<T> {
  if (asked.kind === 'come') return read(asked.body, isAnswer);
  return { kind: 'refused', refusal: asked.kind === 'refused' ? asked.problem : noAnswer };
}

/** Whether a body is an object with lists of these names: the shape by which answers are told from errors. */
export function hasLists(...names: readonly string[]): (body: unknown) => boolean {
  return (body) => isObject(body) && names.every((name) => Array.isArray(body[name]));
}

/** Whether a body is a view's figures. */
export function isFigures(body: unknown): boolean {
  return isObject(body) && isObject(body['figures']) && typeof body['position'] === 'number';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
