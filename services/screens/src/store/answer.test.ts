import { expect, it } from 'vitest';
import { hasLists, read } from './answer';

const isReport = hasLists('rows', 'columns');

it('takes what was asked for as it is', () => {
  const body = { rows: [], columns: [], position: 7 };
  expect(read(body, isReport)).toEqual({ kind: 'come', answer: body });
});

it.each([
  [{ error: { field: 'period', message: 'no such month' } }, { field: 'period', message: 'no such month' }],
  [{ rows: [] }, { field: '', message: '' }],
  [undefined, { field: '', message: '' }],
  ['Bad Gateway', { field: '', message: '' }],
])('%j is a refusal', (body, refusal) => {
  expect(read(body, isReport)).toEqual({ kind: 'refused', refusal });
});
