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
    { code: 'bad_request', field: 'period', message: 'no such month' },
  ],
  [{ rows: [] }, { code: '', field: '', message: '' }],
  [undefined, { code: '', field: '', message: '' }],
  ['Bad Gateway', { code: '', field: '', message: '' }],
])('%j is a refusal', (body, refusal) => {
  expect(read(body, isReport)).toEqual({ kind: 'refused', refusal });
});
