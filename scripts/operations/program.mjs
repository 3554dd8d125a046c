// One program of the running stack: the end of what it wrote is kept for an error message, and it is asked before it is forced.
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const keptCharacters = 20_000;
const shownLines = 20;
const patienceMs = 15_000;

export class Program {
  #output = '';
  #process;
  #isAsked = false;

  constructor(name, command, args, env = process.env) {
    this.name = name;
    this.#process = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => this.#process.on('error', resolve).on('close', resolve));
    const keep = (text) => (this.#output = (this.#output + text).slice(-keptCharacters));
    this.#process.on('error', ({ message }) => keep(message));
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.setEncoding('utf8').on('data', keep);
  }

  /** Rejects, with the last lines it wrote, when it ends without being asked to. */
  async untilItFails() {
    await this.ended;
    if (this.#isAsked) return new Promise(() => {});
    const lines = this.#output.trim().split('\n').slice(-shownLines);
    throw new Error([`${this.name} has ended by itself`, ...lines].join('\n  '));
  }

  async stop() {
    this.#isAsked = true;
    this.#process.kill();
    await Promise.race([this.ended, delay(patienceMs, undefined, { ref: false })]);
    this.#process.kill('SIGKILL');
    await this.ended;
  }
}
