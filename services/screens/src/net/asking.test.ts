import { expect, it } from 'vitest';
import { Asking, mayTryAgain, noAnswer, problemOf } from './asking';

const problem = {
  type: '/problems/not_yet',
  title: 'Ngày này chưa tới',
  status: 400,
  detail: 'ngày: ngày 01/07/2024 chưa tới; ngày cuối cùng sổ cái đã mở là 30/06/2024',
  code: 'not_yet',
  reached: '2024-06-30',
  errors: [{ field: 'at', code: 'not_yet', message: 'ngày 01/07/2024 chưa tới' }],
  error: { code: 'not_yet', message: 'has not come yet' },
};

function asking(answer: () => Response | Promise<Response>): { asking: Asking; sent: Headers[] } {
  const sent: Headers[] = [];
  const fetch = (_: string, init: RequestInit): Promise<Response> => {
    sent.push(new Headers(init.headers));
    return Promise.resolve(answer());
  };
  return { asking: new Asking({ fetch, language: () => 'en' }), sent };
}

it('says which language is spoken, beside whatever else is said', async () => {
  const { asking: one, sent } = asking(() => Response.json({ position: 7 }));
  expect(await one.ask('/x', { headers: { Accept: 'text/csv' } })).toEqual({
    kind: 'come',
    body: { position: 7 },
  });
  expect(sent.map((h) => [h.get('Accept-Language'), h.get('Accept')])).toEqual([['en', 'text/csv']]);
});

it('reads a problem, and how long to wait', async () => {
  const { asking: one } = asking(() =>
    Response.json(problem, { status: 400, headers: { 'Retry-After': '2' } }),
  );
  expect(await one.ask('/x')).toEqual({
    kind: 'refused',
    pause: 2000,
    problem: {
      status: 400,
      code: 'not_yet',
      title: problem.title,
      detail: problem.detail,
      field: 'at',
      reached: '2024-06-30',
    },
  });
});

it.each(['Bad Gateway', '', '[]', 'null'])(
  'has no words for %j, which something between has answered',
  async (body) => {
    const { asking: one } = asking(() => new Response(body, { status: 502 }));
    const none = { status: 502, code: '', title: '', detail: '', field: '', reached: '' };
    expect(await one.ask('/x')).toEqual({ kind: 'refused', pause: 0, problem: none });
    expect(problemOf(502, body)).toEqual(none);
  },
);

it.each([
  ['nobody answers', () => Promise.reject(new TypeError('nobody there'))],
  ['the answer breaks off', () => new Response('{"position":')],
])('is lost where %s', async (_, answer) => {
  expect(await asking(answer).asking.ask('/x')).toEqual({ kind: 'lost' });
});

it('is lost when nobody has answered in time, or who asked wants it no more', async () => {
  const fetch = (_: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((_, reject) =>
      signal?.addEventListener('abort', () => {
        reject(new Error('aborted'));
      }),
    );
  const deps = { fetch, language: () => 'vi' };
  expect(await new Asking(deps, 1).ask('/x')).toEqual({ kind: 'lost' });
  const abort = new AbortController();
  const asked = new Asking(deps).ask('/x', { signal: abort.signal });
  abort.abort();
  expect(await asked).toEqual({ kind: 'lost' });
});

it.each([
  [0, true],
  [429, true],
  [503, true],
  [500, true],
  [400, false],
  [404, false],
  [409, false],
  [422, false],
])('what was refused with %d may be asked again: %s', (status, may) => {
  expect(mayTryAgain({ ...noAnswer, status })).toBe(may);
});
