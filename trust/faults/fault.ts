/** How code that is not ours fails when it is called, as data. */
import { hostile, hostileValues } from './hostile-values.js';

export const faultKinds = ['throws', 'rejects', 'hangs', 'slow', 'garbage'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly name: string;
  /** In place of what the callback should have done. */
  readonly act: () => unknown;
}

/** What hangs or is slow does so until its trial is over: who waits for it is found out, and the next trial begins afresh. */
const held = new Set<() => void>();

export function releaseHeld(): void {
  for (const release of held) release();
  held.clear();
}

const THROWN = [
  'undefined',
  'a symbol',
  'a revoked proxy',
  'an object without prototype',
  'an error with getters that throw',
];

export const faults: readonly Fault[] = [
  { kind: 'throws', name: 'throws an error', act: () => fail(new Error('fault')) },
  ...THROWN.map(hostile).map(({ name, make }): Fault => ({
    kind: 'throws',
    name: `throws ${name}`,
    act: () => fail(make()),
  })),
  { kind: 'rejects', name: 'rejects with an error', act: () => Promise.reject(new Error('fault')) },
  ...THROWN.map(hostile).map(({ name, make }): Fault => ({
    kind: 'rejects',
    name: `rejects with ${name}`,
    act: () => Promise.reject(make() as Error),
  })),
  { kind: 'hangs', name: 'hangs', act: () => new Promise<void>((resolve) => held.add(resolve)) },
  {
    kind: 'slow',
    name: 'fails late',
    act: () => new Promise<void>((_, reject) => held.add(() => reject(new Error('late')))),
  },
  ...hostileValues.map(({ name, make }): Fault => ({ kind: 'garbage', name: `gives ${name}`, act: make })),
];

function fail(thrown: unknown): never {
  throw thrown;
}
