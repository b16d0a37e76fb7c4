import type { ViewFigures } from '../wire/wire.gen';
import { isObject, type Answer } from './answer';
import type { Held } from './frames';
import { apiAddress, type Past } from './route';

/** The figures of a past day on their way, come, or refused. */
export type PastState = Answer<ViewFigures>;

/** Where the gateway answers a view's figures of a past day. */
export function figuresAddress(view: string, past: Past): string {
  return apiAddress('views', view, { from: past.from, at: past.at });
}

/** Whether a body is a view's figures. */
export function isFigures(body: unknown): boolean {
  return isObject(body) && isObject(body['figures']) && typeof body['position'] === 'number';
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

/** How a day that has come stands to the day that the log has reached, "" if unknown. */
export function dayStands(at: string, reached: string): 'ended' | 'underWay' {
  return at === reached ? 'underWay' : 'ended';
}
