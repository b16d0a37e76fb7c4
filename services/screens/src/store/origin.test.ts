import { expect, it } from 'vitest';
import { isOwnOnly, withHost } from './origin';

it.each([
  ['http://127.0.0.1:8080', true],
  ['http://localhost:8080', true],
  ['http://[::1]:8080', true],
  ['http://10.1.2.3:8080', false],
  ['https://ioc.lamdong.gov.vn', false],
  ['http://localhost.lamdong.gov.vn', false],
])('%s leads only its own machine to itself: %s', (origin, own) => {
  expect(isOwnOnly(origin)).toBe(own);
});

it('keeps all but the name', () => {
  expect(withHost('http://127.0.0.1:8080', 'MAY-CHU')).toBe('http://MAY-CHU:8080');
});
