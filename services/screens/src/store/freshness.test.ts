import { describe, expect, it } from 'vitest';
import type { Frame } from '../wire/wire.gen';
import type { Held } from './frames';
import { freshness } from './freshness';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

function held(nouns: Record<string, number>): Held {
  const fresh = Object.entries(nouns).map(([noun, minutes]) => [
    noun,
    { position: 1, recorded: NOW - minutes * MINUTE, occurred: 0 },
  ]);
  return {
    position: 1,
    cut: 1,
    changed: {},
    frame: { nouns: Object.fromEntries(fresh) as unknown } as Frame,
  };
}

describe('a tile', () => {
  it('is loading before its frame came', () => {
    expect(freshness('live', undefined, ['dossier'], 2, NOW).state).toBe('loading');
  });

  it('has no data where no event of its nouns was ever counted', () => {
    expect(freshness('live', held({ payment: 1 }), ['dossier'], 2, NOW).state).toBe('empty');
  });

  it('is as fresh as the newest of its nouns', () => {
    expect(freshness('live', held({ alarm: 90, alert: 2 }), ['incident', 'alarm', 'alert'], 2, NOW)).toEqual({
      state: 'live',
      recorded: NOW - 2 * MINUTE,
      age: 2 * MINUTE,
    });
  });

  it.each([
    [2, 30, 'live'],
    [2, 31, 'stale'],
    [5, 31, 'stale'],
    [1, 31, 'live'],
    [1, 4 * 60 + 1, 'stale'],
    [0, 23 * 60, 'live'],
    [0, 25 * 60, 'stale'],
  ])('with %i levels below and dossiers silent for %i minutes is %s', (levels, minutes, state) => {
    expect(freshness('live', held({ dossier: minutes }), ['dossier'], levels, NOW).state).toBe(state);
  });

  it('never calls a rare noun stale', () => {
    expect(freshness('live', held({ model: 100_000 }), ['model'], 2, NOW).state).toBe('live');
  });

  it.each(['lost', 'refused'] as const)('is disconnected while the link is %s, whatever it holds', (link) => {
    expect(freshness(link, held({ dossier: 1 }), ['dossier'], 2, NOW).state).toBe('disconnected');
    expect(freshness(link, undefined, ['dossier'], 2, NOW).state).toBe('disconnected');
  });

  it('is never of the future, whatever the clocks say', () => {
    expect(freshness('live', held({ dossier: -5 }), ['dossier'], 2, NOW).age).toBe(0);
  });
});
