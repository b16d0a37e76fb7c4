import type { DisplayPresence, Timeline } from '../wire/wire.gen';
import { conditionOf } from './control';

/** How a wall stands, the worst first: what nobody sees before what is old, and that before what somebody wanted so. */
export const STATES = ['down', 'hung', 'twice', 'behind', 'starting', 'blank', 'held', 'live'] as const;
export type State = (typeof STATES)[number];

/** A wall that is so many positions behind the log shows old figures. */
const BEHIND = 100;

/** How a wall stands, and since when by the gateway's clock, Unix milliseconds; 0 where nobody knows. */
export interface WallState {
  readonly state: State;
  readonly since: number;
}

/** How a display stands at `now`, on the gateway's clock. */
export function wallState(display: DisplayPresence, now: number): WallState {
  const condition = conditionOf(display, now);
  if (condition === 'hung') return { state: 'hung', since: display.painted || display.since };
  if (condition !== 'painting') return { state: condition, since: display.since };
  const second = display.places[1];
  if (second) return { state: 'twice', since: second.since };
  if (display.behind > BEHIND) return { state: 'behind', since: 0 };
  if (display.blank) return { state: 'blank', since: 0 };
  const held = display.show.steps.findLast(({ command }) => command === 'hold');
  return display.held ? { state: 'held', since: held?.at ?? 0 } : { state: 'live', since: display.since };
}

/** Whether somebody has to see to it. */
export function isFault(state: State): boolean {
  return STATES.indexOf(state) < STATES.indexOf('starting');
}

/** The walls that somebody has to see to before the others, each kind by name. */
export function worstFirst(displays: readonly DisplayPresence[], now: number): DisplayPresence[] {
  const rank = (display: DisplayPresence): number => {
    const { state } = wallState(display, now);
    return isFault(state) ? STATES.indexOf(state) : STATES.length;
  };
  return [...displays].sort((a, b) => rank(a) - rank(b) || a.show.name.localeCompare(b.show.name, 'vi'));
}

/** How many walls stand in each way, the worst first. */
export function countStates(displays: readonly DisplayPresence[], now: number): [State, number][] {
  const states = displays.map((display) => wallState(display, now).state);
  return STATES.map((state): [State, number] => [state, states.filter((one) => one === state).length]).filter(
    ([, n]) => n > 0,
  );
}

/** When a display was told to be dark last, by its own events, Unix milliseconds; 0 where they do not say. */
export function darkSince({ events, next }: Timeline): number {
  if (next !== '') return 0;
  const last = events.findLast(({ data }) => {
    const { command, flags } = data as { command?: string; flags?: readonly string[] };
    return command === 'blank' && !flags?.includes('repeated');
  });
  return last ? Date.parse(last.occurred_at) : 0;
}
