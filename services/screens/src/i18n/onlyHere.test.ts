import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..');
/** Letters that Vietnamese has and English has not. */
const VIETNAMESE = /[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/i;

it('has all Vietnamese that the program itself says; nothing else speaks it', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|svelte|css)$/.test(name) && !/^i18n\/|\.gen\.ts$|\.test\.ts$|^testing\//.test(name),
  );
  expect(files.length).toBeGreaterThan(100);
  const lines = files.flatMap((name) =>
    readFileSync(join(SRC, name), 'utf8')
      .split('\n')
      .flatMap((line, n) => (VIETNAMESE.test(line) ? [`${name}:${n + 1} ${line.trim()}`] : [])),
  );
  expect(lines).toEqual([]);
});
