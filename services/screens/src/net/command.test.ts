import { describe, expect, it } from 'vitest';
import { Commands, type Sent } from './command';

interface Request {
  readonly address: string;
  readonly key: string;
  readonly body: string;
}

/** A server that answers as it is told, in turn; '' is nobody there. Waiting takes no time but counts. */
class Room {
  readonly requests: Request[] = [];
  readonly told: Sent[] = [];
  readonly waits: number[] = [];
  #now = 0;
  #keys = 0;
  #answers: ((() => Response) | '')[];
  readonly commands: Commands;

  constructor(...answers: ((() => Response) | '')[]) {
    this.#answers = answers;
    this.commands = new Commands((sent) => this.told.push(sent), {
      fetch: (address, init) => {
        const headers = new Headers(init.headers);
        this.requests.push({ address, key: headers.get('Idempotency-Key') ?? '', body: init.body as string });
        const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
        return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('nobody there'));
      },
      language: () => 'vi',
      wait: (millis) => {
        this.waits.push(millis);
        this.#now += millis;
        return Promise.resolve();
      },
      now: () => this.#now,
      random: () => 0,
      key: () => `key ${++this.#keys}`,
    });
  }

  pass(millis: number): void {
    this.#now += millis;
  }

  answer(...answers: ((() => Response) | '')[]): void {
    this.#answers = answers;
  }
}

const done = (): Response => Response.json({ position: 7 });
const refused = (): Response =>
  Response.json(
    { code: 'invalid', title: 't', detail: 'd', errors: [{ field: 'by', code: 'invalid', message: 'm' }] },
    { status: 422 },
  );
const busy = (): Response =>
  Response.json({ error: { message: 'later' } }, { status: 503, headers: { 'Retry-After': '1' } });
const proxy = (): Response => new Response('does not answer', { status: 502 });

describe('a command', () => {
  it('has one key until somebody who knows has answered', async () => {
    const room = new Room('', busy, proxy, done);
    expect(await room.commands.send('/next', { displays: ['a'] })).toEqual({ kind: 'recorded', position: 7 });
    expect(new Set(room.requests.map(({ key }) => key))).toEqual(new Set(['key 1']));
    expect(room.requests).toHaveLength(4);
    expect(room.told).toEqual([
      { kind: 'sending' },
      { kind: 'again', times: 1 },
      { kind: 'again', times: 2 },
      { kind: 'again', times: 3 },
      { kind: 'recorded', position: 7 },
    ]);
    expect(room.waits[1]).toBe(1000);
  });

  it('that is sent again to a server with no room is still the same: the first may have been carried out', async () => {
    const full = (): Response =>
      Response.json({ code: 'too_many_requests' }, { status: 429, headers: { 'Retry-After': '1' } });
    const room = new Room('', full, done);
    expect(await room.commands.send('/next', {})).toEqual({ kind: 'recorded', position: 7 });
    expect(room.requests.map(({ key }) => key)).toEqual(['key 1', 'key 1', 'key 1']);
    expect(room.waits[1]).toBe(1000);

    const first = new Room(full, done);
    expect((await first.commands.send('/codes', {})).kind).toBe('refused');
  });

  it('is another one when it was answered, with a key of its own', async () => {
    const room = new Room(done);
    await room.commands.send('/next', {});
    await room.commands.send('/next', {});
    expect(room.requests.map(({ key }) => key)).toEqual(['key 1', 'key 2']);
  });

  it('that was refused is answered: what it said may be mended', async () => {
    const room = new Room(refused, done);
    expect(await room.commands.send('/a', {})).toEqual({
      kind: 'refused',
      problem: { status: 422, code: 'invalid', title: 't', detail: 'd', field: 'by', reached: '' },
    });
    await room.commands.send('/a', {});
    expect(room.requests.map(({ key }) => key)).toEqual(['key 1', 'key 2']);
  });

  it('that nobody answers is left to the next press, which sends the same, of the same moment', async () => {
    const room = new Room('');
    expect(await room.commands.send('/a', { by: 'x', time: '08:00' })).toEqual({ kind: 'unanswered' });
    expect(room.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(30_000);
    room.answer(done);
    expect((await room.commands.send('/a', { by: 'x', time: '08:01' })).kind).toBe('recorded');
    expect(new Set(room.requests.map(({ key, body }) => `${key} ${body}`))).toEqual(
      new Set(['key 1 {"by":"x","time":"08:00"}']),
    );
  });

  it('that is pressed twice at once is sent once', async () => {
    const room = new Room(done);
    const [one, two] = await Promise.all([room.commands.send('/a', {}), room.commands.send('/a', {})]);
    expect(one).toBe(two);
    expect(room.requests).toHaveLength(1);
  });

  it('is carried out after those that were pressed before it, however long they wait', async () => {
    const room = new Room('', busy, done);
    const all = await Promise.all(
      ['/hold', '/resume', '/hold'].map((address) => room.commands.send(address, {})),
    );
    expect(all.map(({ kind }) => kind)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(room.requests.map(({ address, key }) => `${address} ${key}`)).toEqual([
      ...['/hold key 1', '/hold key 1', '/hold key 1'],
      ...['/resume key 2', '/hold key 3'],
    ]);
    expect(room.told.map(({ kind }) => kind).slice(-4)).toEqual([
      'sending',
      'recorded',
      'sending',
      'recorded',
    ]);
  });

  it('that nobody answered is another one once something else was pressed', async () => {
    const room = new Room('');
    expect((await room.commands.send('/hold', {})).kind).toBe('unanswered');
    room.answer(done);
    await room.commands.send('/resume', {});
    await room.commands.send('/hold', {});
    expect(room.requests.slice(-2).map(({ address, key }) => `${address} ${key}`)).toEqual([
      '/resume key 2',
      '/hold key 3',
    ]);
  });

  it('that nobody answered is another one when it is pressed again much later', async () => {
    const room = new Room('');
    await room.commands.send('/next', {});
    room.pass(5 * 60_001);
    room.answer(done);
    await room.commands.send('/next', {});
    expect(room.requests.at(-1)?.key).toBe('key 2');
  });

  it('does not wait for somebody’s hands: a pause over its patience is left to the person at once', async () => {
    const room = new Room(() => new Response('', { status: 503, headers: { 'Retry-After': '60' } }));
    expect(await room.commands.send('/a', {})).toEqual({ kind: 'unanswered' });
    expect(room.requests).toHaveLength(1);
  });
});
