import { expect, it } from 'vitest';
import { hasLists, read } from './answer';

const isReport = hasLists('rows', 'columns');

it('takes what was asked for as it is', () => {
  const body = { rows: [], columns: [], position: 7 };
  expect(read(body, isReport)).toEqual({ kind: 'come', answer: body });
});

it.each([
  [
    { error: { code: 'bad_request', field: 'period', message: 'no such month' } },
    { code: 'bad_request', field: 'period', message: 'no such month', reached: '' },
  ],
  [
    { error: { code: 'not_yet', field: 'at', message: 'not yet', reached: '2024-06-30' } },
    { code: 'not_yet', field: 'at', message: 'not yet', reached: '2024-06-30' },
  ],
  [{ rows: [] }, { code: '', field: '', message: '', reached: '' }],
  [undefined, { code: '', field: '', message: '', reached: '' }],
  ['Bad Gateway', { code: '', field: '', message: '', reached: '' }],
])('%j is a refusal', (body, refusal) => {
  expect(read(body, isReport)).toEqual({ kind: 'refused', refusal });
});
