import { expect, it } from 'vitest';
import { noAnswer } from '../net/asking';
import { hasLists, read } from './answer';

const isReport = hasLists('rows', 'columns');

it('takes what was asked for as it is', () => {
  const body = { rows: [], columns: [], position: 7 };
  expect(read(body, isReport)).toEqual({ kind: 'come', answer: body });
});

it.each([{ rows: [] }, undefined, 'Bad Gateway'])('%j is as good as no answer', (body) => {
  expect(read(body, isReport)).toEqual({ kind: 'refused', refusal: noAnswer });
});
