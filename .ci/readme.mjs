#!/usr/bin/env node
// Runs what README.md tells people to run: each block ```sh in a shell, against the demo at IOC_URL, and compares what it
// prints with the block ```text that follows ("…" stands for anything). A request that is answered by an error fails. Of
// the blocks ```console, which start something, it asks whether make knows their targets.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const url = process.env.IOC_URL;
if (!url) throw new Error('IOC_URL is not set: .ci/with-demo .ci/readme.mjs');

/** The fenced blocks of a document, without their indentation; each with the block that follows it. */
function blocks(text) {
  const fence = /^( *)```(\w+)\n(.*?)^ *```$/gms;
  const found = [...text.matchAll(fence)].map(([, indent, language, body]) => ({
    language,
    body: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
  return found.map((block, i) => ({ ...block, next: found[i + 1] }));
}

/** A command as README has it, but at the demo's address, and with errors that are errors. */
function run(command) {
  const prelude = 'set -euo pipefail; curl() { command curl --fail-with-body --show-error "$@"; }\n';
  return spawnSync('bash', ['-c', prelude + command.replaceAll('http://127.0.0.1:8080', url)], {
    env: { ...process.env, IOC_BASE: url },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
}

function pattern(expected) {
  const quoted = expected.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${quoted.replaceAll('…', '.*')}$`, 's');
}

let failed = 0;
let done = 0;
function fail(command, why) {
  failed++;
  console.error(`README.md: ${command.trim()}\n  ${why.trim().replaceAll('\n', '\n  ')}`);
}

for (const { language, body, next } of blocks(readFileSync('README.md', 'utf8'))) {
  if (language === 'sh') {
    const { status, stdout, stderr } = run(body);
    done++;
    if (status !== 0) fail(body, `ended with ${status}: ${stdout.slice(0, 500)}${stderr}`);
    else if (next?.language === 'text' && !pattern(next.body).test(stdout.trim()))
      fail(body, `should print\n${next.body}but printed\n${stdout.slice(0, 500)}`);
  }
  if (language === 'console') {
    for (const [, target] of body.matchAll(/^make ([a-z-]+)/gm)) {
      const { status, stderr } = spawnSync('make', ['--dry-run', target], { encoding: 'utf8' });
      done++;
      if (status !== 0) fail(`make ${target}`, stderr);
    }
  }
}
if (done < 10) fail('README.md', `only ${done} commands found`);
console.log(`    README.md: ${done} commands, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
