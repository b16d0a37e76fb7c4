import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fieldFaults } from './control';
import { deskTexts } from './desk';
import { faults, faultWords } from './faults';

/** The Go sources of a folder at the repository's root, without tests. */
function sources(folder: string): string {
  const root = join(import.meta.dirname, '../../../..', folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go') && !name.includes('node_modules'))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n');
}

/** Whatever the first group of a pattern finds, once each. */
function found(text: string, ...patterns: RegExp[]): string[] {
  const all = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
  return [...new Set(all)].filter(Boolean).sort();
}

it('has words for codes that there are alone', () => {
  const codes = found(sources('pkg/problem'), /\bCode = "([a-z_]+)"/g);
  expect(codes.length).toBeGreaterThan(20);
  expect(Object.keys(faults).filter((code) => !codes.includes(code))).toEqual([]);
});

it('has words for every part of a question that is refused', () => {
  const readSide = ['services/history', 'services/gateway'].map(sources).join('\n');
  const fields = found(
    readSide,
    /\b(?:refuse|notFound)\("([a-z_]+)"/g,
    /\brefuse\(w, http\.\w+, "([a-z_]+)"/g,
  );
  expect(fields).toContain('figure');
  expect(fields.filter((field) => !(`refused.${field}` in deskTexts))).toEqual([]);
});
it('names the last day that the log has opened, as people write days', () => {
  expect(faultWords('not_yet', 'vi', '2024-06-30')).toContain('30/06/2024');
  expect(faultWords('not_yet', 'en', '2024-06-30')).toContain('30/06/2024');
});

it('has words for every part of a command that the control room is refused', () => {
  const fields = found(
    ['services/displays', 'pkg/event'].map(sources).join('\n').replaceAll('"data."+at+".', '"data.items.'),
    /\bRefuse\("(displays|name|seconds|shows|data\.message\.[a-z_]+|data\.items)"/g,
    /\bfieldError\("data\.(items[a-z_.]*)"/g,
  ).map((field) => field.replace(/^data\./, ''));
  expect(fields).toContain('items.days');
  expect(fields.filter((field) => !(field in fieldFaults))).toEqual([]);
});
