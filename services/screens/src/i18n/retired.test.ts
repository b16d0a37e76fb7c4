import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const DESIGN = readFileSync(join(ROOT, 'services/screens/DESIGN.md'), 'utf8');
/** The last column of the table of words. */
const RETIRED = (/\| word \| of what \| retired \|\n(.*?)(?:\n\n|$)/s.exec(DESIGN)?.[1] ?? '')
  .split('\n')
  .slice(1)
  .flatMap((row) => (row.split('|').at(-2) ?? '').split(';'))
  .map((word) => word.trim())
  .filter(Boolean);

/** Files that hold what a user reads, and of their lines those parts that are Vietnamese, or say so. */
const TEXTS: readonly (readonly [folder: string, files: RegExp])[] = [
  ['services/screens/src/i18n', /^(?!.*\.test\.ts$).*\.ts$/],
  ['pkg/problem', /^vietnamese\.go$/],
  ['pkg/ledger', /^words\.go$/],
  ['pkg/topology', /^lamdong.*\.json$/],
  ['services/history', /^(columns|reports)\.go$/],
  ['services/indicators', /^(import|read|page)\.go$|^upload\.html$/],
];
const VIETNAMESE = /[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/i;

/** The strings of a line, without the English ones; the words of code are no words. */
const saidIn = (line: string): string[] =>
  [...line.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g)]
    .map(([text]) => text)
    .filter((text) => VIETNAMESE.test(text));

it('knows the retired words, and finds one in a text', () => {
  expect(RETIRED.length).toBeGreaterThan(30);
  expect(RETIRED).toContain('bảng điểm');
  expect(saidIn("  'screens.scorecard': pair('Bảng điểm', 'Scorecard'), // ClickHouse")).toEqual([
    "'Bảng điểm'",
  ]);
});

it.each(TEXTS)('in %s no retired word is said', (folder, files) => {
  const names = readdirSync(join(ROOT, folder)).filter((name) => files.test(name));
  expect(names.length).toBeGreaterThan(0);
  const found = names.flatMap((name) =>
    readFileSync(join(ROOT, folder, name), 'utf8')
      .split('\n')
      .flatMap((line, n) =>
        saidIn(line).flatMap((text) =>
          RETIRED.filter((word) => text.toLowerCase().includes(word.toLowerCase())).map(
            (word) => `${name}:${String(n + 1)} “${word}” in ${text}`,
          ),
        ),
      ),
  );
  expect(found).toEqual([]);
});
