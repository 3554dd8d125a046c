/**
 * Remembers which signals a child was sent, and since when it should end: an exit alone does not tell whether it was asked for.
 * Whatever ends a child in this process (`kill`, a timeout, an abort) passes `ChildProcess.prototype.kill`, which is
 * wrapped once, for good, and otherwise does what it did.
 */
import { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { systemClock, wrapMethod } from '../../kernel/index.js';

export interface AskedToEnd {
  readonly signals: ReadonlySet<string>;
  readonly sinceMs: number;
}

interface Asked extends AskedToEnd {
  readonly signals: Set<string>;
}

/** Others may mean anything to a program, such as to read its configuration again. */
const ENDING: ReadonlySet<string> = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGKILL']);

/** On the prototype itself, where other copies of this file find it: in Jest each test file has one. */
const ASKED = Symbol.for('nestjs-observability.asked-to-end');

const { prototype } = ChildProcess as unknown as { readonly prototype: { readonly [ASKED]?: WeakMap<object, Asked> } };

export function watchKills(): void {
  if (prototype[ASKED] !== undefined) return;
  const asked = new WeakMap<object, Asked>();
  Reflect.defineProperty(prototype, ASKED, { value: asked });
  wrapMethod(
    prototype,
    'kill',
    (original) =>
      function (...args) {
        const sinceMs = systemClock.now();
        const isSent = Reflect.apply(original, this, args);
        if (isSent === true) remember(asked, this, signalOf(args[0]), sinceMs);
        return isSent;
      },
  );
}

/** Undefined while nobody has asked the child to end. */
export function askedToEnd(child: ChildProcess): AskedToEnd | undefined {
  return prototype[ASKED]?.get(child);
}

function remember(asked: WeakMap<object, Asked>, child: object, signal: string, sinceMs: number): void {
  if (!ENDING.has(signal)) return;
  const known = asked.get(child);
  if (known === undefined) asked.set(child, { signals: new Set([signal]), sinceMs });
  else known.signals.add(signal);
}

const NAMES: ReadonlyMap<unknown, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);

function signalOf(signal: unknown = 'SIGTERM'): string {
  // Node takes names in any case.
  return NAMES.get(signal) ?? String(signal).toUpperCase();
}
