import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

function tokens(file: string, selector: string): Record<string, string> {
  const css = readFileSync(new URL(file, import.meta.url), 'utf8');
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries(
    Array.from(block.matchAll(/(--[\w-]+):\s*([^;]+);/g), ([, name = '', value = '']) => [name, value]),
  );
}

it('a thumbnail has every colour of the wall', () => {
  const wall = tokens('../base.css', ':root');
  expect(Object.keys(wall).length).toBeGreaterThan(15);
  expect(tokens('wall.css', '.wall')).toEqual(wall);
});
