// Starts the real binary's demo on a port of its own, and ends it with everything it started.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const binary =
  process.env.MPAKA_BIN ?? fileURLToPath(new URL('../../target/debug/mpaka', import.meta.url));

export type Demo = { url: string; stop: () => Promise<void> };

/** Resolves when the demo says `ready http://ADDR`; rejects with what it wrote when it ends first. */
export async function startDemo(): Promise<Demo> {
  if (!existsSync(binary)) {
    throw new Error('There is no mpaka binary to test: run `make build` first.');
  }
  const child = spawn(binary, ['demo', '--ephemeral', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => written.push(line));
  const stop = () => end(child);

  try {
    return { url: await readiness(child, written), stop };
  } catch (reason) {
    await stop();
    throw reason;
  }
}

function readiness(child: ChildProcess, written: string[]): Promise<string> {
  const { stdout } = child;
  if (stdout === null) {
    throw new Error('The demo has no standard output to say that it is ready on.');
  }
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const [, url] = /^ready (http:\/\/\S+)$/.exec(line) ?? [];
      if (url !== undefined) {
        resolve(url);
      }
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The demo ended with ${code} before it was ready:\n${written.join('\n')}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(late);
}
