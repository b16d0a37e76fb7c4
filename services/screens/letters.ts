import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Writes the product's letters as a style sheet of their own, letters.css, for pages that are not of this bundle: /upload. */
export function letters(): Plugin {
  return {
    name: 'letters',
    writeBundle({ dir = 'dist' }, bundle) {
      const sheets = Object.values(bundle).flatMap((part) =>
        part.type === 'asset' && part.fileName.endsWith('.css') ? [part.source.toString()] : [],
      );
      const faces = new Set(sheets.flatMap((sheet) => sheet.match(/@font-face\s*\{[^}]*\}/g) ?? []));
      writeFileSync(join(dir, 'letters.css'), [...faces].join('\n') + '\n');
    },
  };
}
