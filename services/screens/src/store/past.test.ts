import { describe, expect, it } from 'vitest';
import type { ViewFigures } from '../wire/wire.gen';
import { noFigures } from './frames';
import { dayStands, figuresAddress, heldAt, isFigures } from './past';

const answer: ViewFigures = {
  view: 'province',
  position: 4_000_123,
  from: '2024-01-01',
  at: '2024-06-15',
  figures: { ...noFigures, 'dossiers.received': 279_813 } as ViewFigures['figures'],
  reported: {},
};

it.each([
  ['province', { from: '', at: '2024-06-15' }, '/api/v1/views/province?at=2024-06-15'],
  [
    'department/a b/district/672',
    { from: '2024-04-01', at: '2024-06-30' },
    '/api/v1/views/department/a%20b/district/672?from=2024-04-01&at=2024-06-30',
  ],
])('the figures of %s are asked for below /api', (view, past, address) => {
  expect(figuresAddress(view, past)).toBe(address);
});

it('figures are told by their shape', () => {
  expect(isFigures(answer)).toBe(true);
  for (const body of [undefined, null, 'Bad Gateway', {}, { figures: {} }, { figures: null, position: 1 }]) {
    expect(isFigures(body)).toBe(false);
  }
});

describe('what the tiles read', () => {
  it('stands at the answer’s position, with its figures and nothing that is of now', () => {
    const held = heldAt(answer, true);
    expect([held.position, held.cut, held.changed]).toEqual([4_000_123, 4_000_123, {}]);
    const { frame } = held;
    expect([frame.day, frame.from, frame.simulated]).toEqual(['2024-06-15', '2024-01-01', true]);
    expect(frame.figures).toEqual(answer.figures);
    for (const now of [frame.today, frame.hours, frame.days, frame.children, frame.incidents, frame.alarms]) {
      expect(now).toEqual({});
    }
    expect(Object.keys(frame.nouns).sort()).toEqual([
      'alarm',
      'alert',
      'dossier',
      'incident',
      'model',
      'payment',
    ]);
  });

  it('knows no noun where nothing was counted until that day', () => {
    expect(heldAt({ ...answer, figures: noFigures as ViewFigures['figures'] }, false).frame.nouns).toEqual(
      {},
    );
  });
});

it.each([
  ['2024-06-29', '2024-06-30', 'ended'],
  ['2024-06-30', '2024-06-30', 'underWay'],
  ['2024-07-01', '', 'ended'],
] as const)('%s, when the log has reached %j, is %s', (at, reached, stands) => {
  expect(dayStands(at, reached)).toBe(stands);
});
