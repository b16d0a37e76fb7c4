import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const LOOK = ['base.css', 'desk.css', 'desk/desk-page.css'];

/**
 * Writes the product's letters and the look of its desk as a style sheet of their own, page.css, for pages that are not of this
 * bundle: /upload.
 */
export function letters(): Plugin {
  return {
    name: 'letters',
    writeBundle({ dir = 'dist' }, bundle) {
      const sheets = Object.values(bundle).flatMap((part) =>
        part.type === 'asset' && part.fileName.endsWith('.css') ? [part.source.toString()] : [],
      );
      const face = /@font-face\s*\{[^}]*\}/g;
      const faces = new Set(sheets.flatMap((sheet) => sheet.match(face) ?? []));
      const look = LOOK.map((file) =>
        readFileSync(new URL(`src/views/${file}`, import.meta.url), 'utf8').replaceAll(face, ''),
      );
      writeFileSync(join(dir, 'page.css'), [...faces, ...look].join('\n'));
    },
  };
}
