// Every program started here is on one list, so that the end of this process can be the end of all of them.
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { searchPath } from './programs.mjs';

const keptCharacters = 20_000;
const shownLines = 20;
const patienceMs = 5_000;

const running = new Set();
let isOver = false;

/** Databases refuse to run as root, and the others need not: root's servers belong to nobody. */
export const account =
  process.getuid?.() === 0 ? { uid: numberFrom('id', '-u', 'nobody'), gid: numberFrom('id', '-g', 'nobody') } : {};

/** A program in a folder, with an environment of its own that nothing of the user's gets into. */
export class Child {
  #output = '';
  #process;
  #stopSignal;

  constructor({ program, args, env = {}, stopSignal = 'SIGTERM' }, folder) {
    if (isOver) throw new Error('Stopped before it started');
    this.#stopSignal = stopSignal;
    this.#process = spawn(program, args, {
      cwd: folder,
      env: { PATH: searchPath.join(':'), HOME: folder, LANG: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...account,
    });
    this.ended = new Promise((resolve) => this.#process.on('error', resolve).on('close', resolve));
    this.#keepOutput();
    running.add(this);
    void this.ended.then(() => running.delete(this));
  }

  get isRunning() {
    return running.has(this) && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** How it ended and the last lines of what it wrote, for an error message. */
  describe(fact) {
    const { exitCode, signalCode, spawnfile } = this.#process;
    const end = this.isRunning ? 'still running' : `ended by ${signalCode ?? `exit code ${exitCode}`}`;
    const lines = this.#output.trim().split('\n').slice(-shownLines);
    return [`${fact} (${spawnfile}, ${end})`, ...lines].join('\n  ');
  }

  async stop() {
    if (!this.isRunning) return;
    this.#process.kill(this.#stopSignal);
    await Promise.race([this.ended, delay(patienceMs, undefined, { ref: false })]);
    if (this.isRunning) this.#process.kill('SIGKILL');
    await this.ended;
  }

  #keepOutput() {
    const keep = (text) => (this.#output = (this.#output + text).slice(-keptCharacters));
    this.#process.on('error', (error) => keep(`${error.message}\n`));
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.setEncoding('utf8').on('data', keep);
  }
}

/** Runs a program to its end. @throws Error with its last lines unless it succeeds within `timeoutMs` */
export async function run([program, ...args], folder, timeoutMs) {
  const child = new Child({ program, args }, folder);
  const code = await Promise.race([child.ended, delay(timeoutMs, 'timeout', { ref: false })]);
  await child.stop();
  if (code !== 0) throw new Error(child.describe(code === 'timeout' ? `Not done in ${timeoutMs} ms` : 'Failed'));
}

/** Ends all, and lets nothing start afterwards. */
export async function stopAll() {
  isOver = true;
  await Promise.all([...running].map((child) => child.stop()));
}

function numberFrom(command, ...args) {
  return Number(spawnSync(command, args, { encoding: 'utf8' }).stdout);
}
