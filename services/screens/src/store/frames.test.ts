import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '../net/messages';
import type { Delta, Hello, Snapshot } from '../wire/wire.gen';
import { confirm, nothing, reduce, type Frames } from './frames';

// The same files that the gateway's tests write: what it sends is what is read here.
function golden(name: string): unknown {
  return JSON.parse(
    readFileSync(new URL(`../../../../pkg/wire/testdata/${name}.json`, import.meta.url), 'utf8'),
  ) as unknown;
}

const snapshot = golden('snapshot') as Snapshot & { type: 'snapshot' };
const delta = golden('delta') as Delta & { type: 'delta' };
const after = golden('after') as Snapshot & { type: 'snapshot' };
const hello: Hello & { type: 'hello' } = {
  type: 'hello',
  gateway: 'g',
  version: '1',
  province: 'lamdong',
  log: 'log-1',
  head: snapshot.position,
  position: snapshot.position,
};

function play(...messages: ServerMessage[]): Frames {
  return messages.reduce((frames, message) => reduce(frames, message, 500).frames, nothing);
}

describe('the frames', () => {
  it('are those of the gateway after a snapshot and a delta, to the last figure', () => {
    const held = play(hello, snapshot, delta).views['province'];
    expect(held?.position).toBe(after.position);
    expect(held?.frame).toEqual(play(hello, after).views['province']?.frame);
  });

  it('remember which figures changed, and when', () => {
    const changed = play(hello, snapshot, delta).views['province']?.changed;
    expect(changed?.['dossiers.received']).toBe(500);
    expect(changed?.['hours']).toBe(500);
    expect(changed?.['payments.succeeded']).toBeUndefined();
  });

  it('do not take a delta that does not follow: the view is asked for anew', () => {
    const before = play(hello, snapshot);
    const step = reduce(before, { ...delta, from: delta.from - 1 }, 500);
    expect(step.frames).toBe(before);
    expect(step.effect).toEqual({ kind: 'subscribeAnew', view: 'province' });
  });

  it('do not take the same delta twice', () => {
    const step = reduce(play(hello, snapshot, delta), delta, 500);
    expect(step.effect).toEqual({ kind: 'subscribeAnew', view: 'province' });
  });

  it('are kept over a reconnection to the same log', () => {
    const step = reduce(play(hello, snapshot), { ...hello, gateway: 'other' }, 500);
    expect(step.frames.views['province']?.position).toBe(snapshot.position);
    expect(step.effect).toEqual({ kind: 'subscribeAll' });
  });

  it('are forgotten when the log is another one', () => {
    const step = reduce(play(hello, snapshot), { ...hello, log: 'log-2' }, 500);
    expect(step.frames.views).toEqual({});
  });

  it('ask for a reload when the program is another version', () => {
    expect(reduce(play(hello), { ...hello, version: '2' }, 500).effect).toEqual({ kind: 'reload' });
  });

  it('stand at the position of a heartbeat up to which nothing in them changed', () => {
    const held = confirm(play(hello, snapshot), ['province', 'nowhere'], snapshot.position + 7);
    expect(held.views['province']?.cut).toBe(snapshot.position + 7);
    expect(held.views['province']?.position).toBe(snapshot.position);
    expect(held.views['nowhere']).toBeUndefined();
  });

  it('know the gateway clock and whether ClickHouse agrees', () => {
    const frames = play(hello, {
      type: 'heartbeat',
      head: 9,
      position: 8,
      projected: 7,
      consistent: false,
      reason: 'sums_differ',
      time: 750,
    });
    expect(frames).toMatchObject({
      head: 9,
      position: 8,
      consistent: false,
      reason: 'sums_differ',
      clockAhead: 250,
    });
  });

  it('note a view that the gateway does not know', () => {
    const frames = play(hello, {
      type: 'error',
      problem: '/problems/unknown_view',
      title: '',
      status: 404,
      detail: '',
      code: 'unknown_view',
      message: '',
      view: 'district/0',
    });
    expect(frames.unknown).toEqual({ 'district/0': true });
  });

  it('fill in the maps that a gateway leaves out', () => {
    const bare = { ...snapshot, frame: { figures: null, hours: null } } as unknown as ServerMessage;
    expect(play(hello, bare).views['province']?.frame).toMatchObject({ figures: {}, hours: {}, models: {} });
  });
});
