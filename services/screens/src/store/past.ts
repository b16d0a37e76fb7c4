import type { ViewFigures } from '../wire/wire.gen';
import type { Held } from './frames';
import type { Past } from './route';

/** Why there are no figures: the field of the request that was refused, "" for none; and the gateway's words. */
export interface Refusal {
  readonly field: string;
  readonly message: string;
}

/** The figures of a past day on their way, come, or refused. */
export type PastState =
  { kind: 'loading' } | { kind: 'come'; answer: ViewFigures } | { kind: 'refused'; refusal: Refusal };

/** Where the gateway answers a view's figures of a past day. */
export function figuresAddress(view: string, past: Past): string {
  const query = new URLSearchParams(past.from ? { from: past.from, at: past.at } : { at: past.at });
  return `/api/v1/views/${view.split('/').map(encodeURIComponent).join('/')}?${query.toString()}`;
}

/** What an answer with this body says; anything but figures is a refusal. */
export function readAnswer(body: unknown): PastState {
  if (isObject(body) && isObject(body['figures']) && typeof body['position'] === 'number') {
    return { kind: 'come', answer: body as unknown as ViewFigures };
  }
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  return { kind: 'refused', refusal: { field: text(error['field']), message: text(error['message']) } };
}

/**
 * The figures as a board's tiles read them: a frame that stands still, without curves, units or
 * lists, which nobody kept of that day. Where nothing was counted until then no noun is known,
 * which is not zero.
 */
export function heldAt(answer: ViewFigures, simulated: boolean): Held {
  const hasAny = Object.values(answer.figures).some((value) => value !== 0);
  const nouns = hasAny ? ['dossier', 'payment', 'alert', 'incident', 'alarm', 'model'] : [];
  return {
    position: answer.position,
    cut: answer.position,
    changed: {},
    frame: {
      day: answer.at,
      from: answer.from,
      simulated,
      figures: answer.figures,
      today: {},
      hours: {},
      days: {},
      children: {},
      procedures: {},
      nouns: Object.fromEntries(
        nouns.map((noun) => [noun, { position: answer.position, recorded: 0, occurred: 0 }]),
      ),
      models: {},
      incidents: {},
      alarms: {},
      reported: answer.reported,
      explanations: {},
      systems: {},
      feeds: {},
      steps: {},
    },
  };
}

/** How a day stands to the day that the log has reached ("" if unknown); dates are ISO, so text compares. */
export function dayStands(at: string, reached: string): 'ended' | 'underWay' | 'notYet' {
  if (!reached || at < reached) return 'ended';
  return at === reached ? 'underWay' : 'notYet';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
