import { writeFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const packages = new Set<string>();

/** Collects the folders, in node_modules, of the packages of whose code or files something is in the bundle, workers included; the NOTICE is made from them. */
function collect(): Plugin {
  return {
    name: 'bundled-packages',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) {
        const files = part.type === 'chunk' ? part.moduleIds : part.originalFileNames;
        for (const file of files) {
          const folder = /node_modules\/((?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
          if (folder) packages.add(folder);
        }
      }
    },
  };
}

/** As collect, and writes what was collected into a file, sorted, when all is written: a run of the units’ tests bundles nothing. */
function bundled(file: string): Plugin {
  return {
    ...collect(),
    writeBundle() {
      writeFileSync(file, JSON.stringify([...packages].sort(), null, 2) + '\n');
    },
  };
}

export { bundled, collect };
