// One outside command: run to its end or to its time limit, with everything it printed.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/**
 * @param input.file what to run, with `args`, in `cwd`
 * @param input.environment beside what the machine says of itself
 * @returns `exitCode` (undefined when a signal ended it), `stdout`, `stderr`, `isTimeout`
 */
export function runCommand(input) {
  const { child, output } = startCommand(input);
  child.stdin.end();
  return ended(child, output, input.timeoutMs ?? 300_000);
}

/** The same for a command that is talked to while it runs. */
export function startCommand({ file, args = [], cwd, environment }) {
  const options = { cwd, env: { ...cleanEnvironment(), ...environment }, detached: true };
  const child = spawn(file, args, options);
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'])
    child[stream].setEncoding('utf8').on('data', (text) => void (output[stream] += text));
  child.once('error', (error) => void (output.stderr += `${error.message}\n`));
  running.add(child);
  child.once('close', () => running.delete(child));
  return { child, output };
}

/** It is killed when it takes longer. */
export function ended(child, output, timeoutMs) {
  return new Promise((resolve) => {
    let isTimeout = false;
    const limit = setTimeout(() => {
      isTimeout = true;
      killGroup(child);
    }, timeoutMs);
    child.once('close', (exitCode) => {
      clearTimeout(limit);
      resolve({ exitCode: exitCode ?? undefined, isTimeout, ...output });
    });
  });
}

const running = new Set();

// Package managers and test runners have children of their own; an interrupted run leaves none of them behind.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    for (const child of running) killGroup(child);
    process.exit(1);
  });

function killGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** `npm run`, test runners and CI tell their children much that changes what the next one does. How to reach a registry stays. */
function cleanEnvironment() {
  const foreign = /^(npm_(?!config)|INIT_CWD$|CI$|NODE_(OPTIONS|ENV|PATH)$|JEST_|VITEST|OTEL_|OTLP_|OBSERVABILITY_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** An environment in which `node` is this one. */
export const withNode = (node) => ({ PATH: `${dirname(node)}${delimiter}${process.env.PATH}` });
