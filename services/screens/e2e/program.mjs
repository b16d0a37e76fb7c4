// A program of a test's own, over an empty log, so that it can be stopped, killed and started again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = new URL('../../../bin/ioc', import.meta.url).pathname;
const READY_MILLIS = 60_000;

export class Program {
  #data;
  #child;
  url = '';

  /** Starts everything in one process and waits until it answers; data and address are kept over a restart. */
  async start() {
    this.#data ??= await mkdtemp(join(tmpdir(), 'langbiang-'));
    const listen = this.url ? new URL(this.url).host : '127.0.0.1:0';
    const child = spawn(BINARY, ['serve', '--data', this.#data, '--listen', listen, '--clock', 'api'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    const said = [];
    this.url = await new Promise((resolve, reject) => {
      child.stderr.on('data', (chunk) => {
        said.push(String(chunk));
        const found = /url=(http:\/\/\S+)/.exec(said.join(''));
        if (found) resolve(found[1]);
      });
      child.on('exit', (code) => reject(new Error(`ioc serve ended with ${code}: ${said.join('')}`)));
    });
    const deadline = Date.now() + READY_MILLIS;
    while (!(await fetch(`${this.url}/readyz`).catch(() => ({ ok: false }))).ok) {
      assert.ok(Date.now() < deadline, said.join(''));
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async stop(signal = 'SIGTERM') {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill(signal);
    await gone;
  }

  async remove() {
    await this.stop();
    if (this.#data) await rm(this.#data, { recursive: true, force: true });
  }
}
