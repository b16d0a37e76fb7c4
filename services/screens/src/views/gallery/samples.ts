import type { LinkState } from '../../net/link';
import { noFigures, type Held } from '../../store/frames';
import type { Frame } from '../../wire/wire.gen';
import type { Key } from '../../i18n/i18n';

/** A tile in one of its states. */
export interface Sample {
  readonly id: string;
  readonly title: Key;
  readonly link: LinkState;
  readonly held: Held | undefined;
  readonly past?: string;
  /** procedures: a table with a row that is withheld; headline otherwise. */
  readonly tile: 'headline' | 'procedures';
}

const HOUR = 3_600_000;

const blank: Frame = {
  day: '2024-07-01',
  from: '2024-01-01',
  simulated: false,
  figures: { ...noFigures, 'dossiers.received': 1234, 'dossiers.open': 321, 'dossiers.overdue': 40 },
  today: { 'dossiers.received': 12 },
  hours: {},
  days: {},
  children: {},
  procedures: {},
  nouns: {},
  models: {},
  incidents: {},
  alarms: {},
  reported: {},
  explanations: {},
  systems: {},
  feeds: {},
  steps: {},
  silences: {},
  unusual: {},
};

function held(now: number, age: number, change: Partial<Frame> = {}, changed = 0): Held {
  const recorded = now - age;
  return {
    position: 2045,
    cut: 2045,
    frame: { ...blank, nouns: { dossier: { position: 2045, recorded, occurred: recorded } }, ...change },
    changed: { 'dossiers.received': changed },
  };
}

/** Every state that a tile can be in, as of now; the figures are made up and the page says so. */
export function samples(now: number, procedures: readonly string[]): Sample[] {
  const headline = { link: 'live', tile: 'headline' } as const;
  const [first = '', second = ''] = procedures;
  return [
    { ...headline, id: 'live', title: 'gallery.live', held: held(now, 4000) },
    { ...headline, id: 'changed', title: 'gallery.changed', held: held(now, 0, {}, now + 24 * HOUR) },
    { ...headline, id: 'stale', title: 'gallery.stale', held: held(now, 30 * HOUR) },
    { ...headline, id: 'disconnected', title: 'gallery.disconnected', link: 'lost', held: held(now, 60_000) },
    { ...headline, id: 'loading', title: 'gallery.loading', held: undefined },
    {
      ...headline,
      id: 'empty',
      title: 'gallery.empty',
      held: held(now, 0, { nouns: {}, figures: noFigures, today: {} }),
    },
    {
      ...headline,
      id: 'zero',
      title: 'gallery.zero',
      held: held(now, 4000, { figures: noFigures, today: {} }),
    },
    { ...headline, id: 'past', title: 'gallery.past', held: held(now, 0), past: '2024-06-15' },
    { ...headline, id: 'simulated', title: 'gallery.simulated', held: held(now, 4000, { simulated: true }) },
    {
      id: 'few',
      title: 'gallery.few',
      link: 'live',
      tile: 'procedures',
      held: held(now, 4000, {
        procedures: {
          [first]: { received: 410, resolved: 398, open: 12, withheld: [] },
          [second]: { received: 24, resolved: 21, open: 0, withheld: ['open'] },
        },
      }),
    },
  ];
}
