import { beforeEach, describe, expect, it } from 'vitest';
import { TestSocket, TestTime } from '../testing/fakes';
import { CloseDenied, CloseDraining, DeadLinkMillis } from '../wire/wire.gen';
import { Link, type LinkState } from './link';

const heartbeat = {
  type: 'heartbeat',
  head: 1,
  position: 1,
  projected: 1,
  consistent: true,
  reason: '',
  time: 0,
};

let time: TestTime;
let sockets: TestSocket[];
let states: LinkState[];
let link: Link;

function last(): TestSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
}

beforeEach(() => {
  time = new TestTime();
  sockets = [];
  states = [];
  link = new Link({
    open: () => {
      sockets.push(new TestSocket());
      return last();
    },
    timers: time,
    random: () => 1,
    onMessage: () => undefined,
    onState: (state) => states.push(state),
  });
  link.start();
});

describe('a link', () => {
  it('is live from the first word on', () => {
    expect(link.state).toBe('connecting');
    last().say(heartbeat);
    expect(states).toEqual(['live']);
  });

  it('is lost when nothing was heard for the time that the protocol names', () => {
    last().say(heartbeat);
    time.pass(DeadLinkMillis - 1);
    expect(link.state).toBe('live');
    time.pass(1);
    expect(states).toEqual(['live', 'lost']);
  });

  it('lets a silent socket go and connects anew at once', () => {
    last().say(heartbeat);
    time.pass(DeadLinkMillis);
    expect(sockets[0]?.isClosed).toBe(true);
    expect(sockets).toHaveLength(2);
    last().say(heartbeat);
    expect(states).toEqual(['live', 'lost', 'live']);
  });

  it('that breaks and heals in time is never shown as lost', () => {
    last().say(heartbeat);
    last().breakOff(CloseDraining);
    time.pass(0);
    last().say(heartbeat);
    time.pass(1000);
    expect(sockets).toHaveLength(2);
    expect(states).toEqual(['live']);
  });

  it('tries again with growing waits for as long as it takes', () => {
    const opened: number[] = [];
    for (let i = 0; i < 6; i++) {
      last().breakOff(1006);
      const before = sockets.length;
      const from = time.now;
      while (sockets.length === before) time.pass(50);
      opened.push(time.now - from);
    }
    expect(opened).toEqual([50, 250, 500, 1000, 2000, 4000]);
    last().say(heartbeat);
    last().breakOff(1006);
    time.pass(0);
    expect(sockets).toHaveLength(8);
  });

  it('gives up on a connection that never says anything', () => {
    time.pass(5000);
    expect(sockets).toHaveLength(2);
    expect(states).toEqual(['lost']);
  });

  it('does not come back when the gateway says so', () => {
    last().say(heartbeat);
    last().breakOff(CloseDenied);
    time.pass(60_000);
    expect(sockets).toHaveLength(1);
    expect(states).toEqual(['live', 'refused']);
  });

  it('hears nothing of an older socket', () => {
    last().say(heartbeat);
    const old = last();
    time.pass(DeadLinkMillis);
    old.say(heartbeat);
    expect(link.state).toBe('lost');
  });

  it('reconnects at a nudge instead of waiting', () => {
    for (let i = 0; i < 5; i++) {
      last().breakOff(1006);
      time.pass(i === 4 ? 0 : 5000);
    }
    const before = sockets.length;
    link.nudge();
    expect(sockets).toHaveLength(before + 1);
  });

  it('stops', () => {
    last().say(heartbeat);
    link.stop();
    time.pass(60_000);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.isClosed).toBe(true);
    expect(states).toEqual(['live']);
  });
});
