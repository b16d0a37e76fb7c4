import { beforeEach, describe, expect, it } from 'vitest';
import { TestSocket, TestTime } from '../testing/fakes';
import { DeadLinkMillis } from '../wire/wire.gen';
import { Session } from './session';

const hello = { type: 'hello', gateway: 'g', version: '1', province: 'p', log: 'L', head: 10, position: 10 };
const frame = { day: '2024-07-01', figures: { 'dossiers.received': 5 } };

let time: TestTime;
let sockets: TestSocket[];
let reloads: number;
let session: Session;

function last(): TestSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
}
function snapshot(view: string, position: number): object {
  return { type: 'snapshot', view, position, frame };
}
function delta(view: string, from: number, to: number, received: number): object {
  return { type: 'delta', view, from, to, patch: { figures: { 'dossiers.received': received } } };
}
function beat(position: number): void {
  last().say({
    type: 'heartbeat',
    head: position,
    position,
    projected: position,
    consistent: true,
    reason: '',
    time: time.now,
  });
}
function received(view: string): number | undefined {
  return session.state.frames.views[view]?.frame.figures['dossiers.received'];
}

beforeEach(() => {
  time = new TestTime();
  sockets = [];
  reloads = 0;
  session = new Session({
    open: () => {
      sockets.push(new TestSocket());
      return last();
    },
    timers: time,
    random: () => 1,
    now: () => time.now,
    reload: () => reloads++,
  });
  session.start();
});

describe('a session', () => {
  it('subscribes after the hello, once for all who watch a view', () => {
    const stops = [session.watch('province'), session.watch('province'), session.watch('district/672')];
    expect(last().sent).toEqual([]);
    last().say(hello);
    expect(last().sent).toEqual([
      { type: 'subscribe', view: 'province' },
      { type: 'subscribe', view: 'district/672' },
    ]);
    stops[0]?.();
    stops[0]?.();
    expect(last().sent).toHaveLength(2);
    stops[1]?.();
    expect(last().sent.at(-1)).toEqual({ type: 'unsubscribe', view: 'province' });
  });

  it('resumes with the position that it holds', () => {
    session.watch('province');
    last().say(hello);
    last().say(snapshot('province', 10));
    last().say(delta('province', 10, 12, 6));
    time.pass(DeadLinkMillis);
    last().say(hello);
    expect(last().sent).toEqual([{ type: 'subscribe', view: 'province', since: 12 }]);
    last().say(delta('province', 12, 20, 9));
    expect(received('province')).toBe(9);
  });

  it('does not resume in another log', () => {
    session.watch('province');
    last().say(hello);
    last().say(snapshot('province', 10));
    time.pass(DeadLinkMillis);
    last().say({ ...hello, log: 'M' });
    expect(last().sent).toEqual([{ type: 'subscribe', view: 'province' }]);
    expect(received('province')).toBeUndefined();
  });

  it('takes nothing but a snapshot after a gap, and asks for it once', () => {
    session.watch('province');
    last().say(hello);
    last().say(snapshot('province', 10));
    last().say(delta('province', 11, 12, 6));
    last().say(delta('province', 12, 13, 7));
    expect(received('province')).toBe(5);
    expect(last().sent.slice(1)).toEqual([{ type: 'subscribe', view: 'province' }]);
    last().say(snapshot('province', 13));
    last().say(delta('province', 13, 14, 8));
    expect(received('province')).toBe(8);
  });

  it('goes back to a view with a delta', () => {
    const stop = session.watch('district/672');
    last().say(hello);
    last().say(snapshot('district/672', 10));
    stop();
    session.watch('district/672');
    expect(last().sent.at(-1)).toEqual({ type: 'subscribe', view: 'district/672', since: 10 });
    expect(received('district/672')).toBe(5);
  });

  it('brings all views to the position of the second heartbeat after their subscription', () => {
    session.watch('province');
    last().say(hello);
    last().say(snapshot('province', 10));
    beat(11);
    expect(session.state.frames.views['province']?.cut).toBe(10);
    beat(12);
    expect(session.state.frames.views['province']?.cut).toBe(12);
    session.watch('district/672');
    last().say(snapshot('district/672', 9));
    beat(13);
    expect(session.state.frames.views['district/672']?.cut).toBe(9);
    beat(13);
    expect(session.state.frames.views['district/672']?.cut).toBe(13);
    expect(session.state.frames.views['province']?.cut).toBe(13);
  });

  it('keeps a bounded number of frames that nobody watches', () => {
    last().say(hello);
    for (let i = 0; i < 40; i++) {
      const stop = session.watch(`commune/${String(i)}`);
      last().say(snapshot(`commune/${String(i)}`, 10));
      stop();
    }
    beat(11);
    expect(Object.keys(session.state.frames.views)).toHaveLength(24);
    expect(received('commune/39')).toBe(5);
    expect(received('commune/0')).toBeUndefined();
  });

  it('says as a display who it is whenever it comes, and of what it shows only that it was painted', () => {
    const me = { display: 'd', token: 't', width: 1920, height: 1080, page: 'p' };
    const painted = {
      position: 10,
      showing: '/screens/672',
      item: 0,
      held: true,
      blank: false,
      covered: false,
    };
    session.painted(painted);
    session.introduce(me);
    expect(last().sent).toEqual([]);
    last().say(hello);
    expect(last().sent).toEqual([{ type: 'hello', ...me, version: '1' }]);
    session.painted(painted);
    expect(last().sent.slice(1)).toEqual([{ type: 'at', ...painted }]);
    for (let second = 1; second <= 6; second++) {
      time.pass(1000);
      beat(10 + second);
    }
    expect(last().sent).toHaveLength(2);
    time.pass(DeadLinkMillis);
    last().say(hello);
    expect(last().sent).toEqual([{ type: 'hello', ...me, version: '1' }]);
  });

  it('keeps what it is told as a display while the link is lost, and nothing that another is told', () => {
    session.introduce({ display: 'd', token: 't', width: 1, height: 1, page: 'p' });
    last().say(hello);
    last().say({ type: 'show', display: 'other', paired: true });
    expect(session.state.show).toBeUndefined();
    last().say({ type: 'show', display: 'd', paired: true });
    time.pass(DeadLinkMillis);
    expect(session.state).toMatchObject({ link: 'lost', show: { paired: true } });
    session.introduce(undefined);
    expect(session.state.show).toBeUndefined();
  });

  it('reloads the page when the program changed', () => {
    last().say(hello);
    time.pass(DeadLinkMillis);
    last().say({ ...hello, version: '2' });
    expect(reloads).toBe(1);
  });

  it('tells its listeners of a lost link', () => {
    const links: string[] = [];
    session.listen((state) => links.push(state.link));
    last().say(hello);
    time.pass(DeadLinkMillis);
    expect(links.at(-1)).toBe('lost');
  });
});
