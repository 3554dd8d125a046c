/**
 * One line per stack, the outermost frame first, and its weight: what flame graph tools read
 * (https://github.com/brendangregg/FlameGraph). The route, where known, is the outermost frame.
 */
import { frameName } from '../frame-names.js';
import type { CallFrame } from '../v8-profile.js';
import type { WeightedStack } from './weighted-stacks.js';

/** @param unit of the weights as a share of the stacks' amounts: 1e-3 makes microseconds of nanoseconds */
export function collapsedStacks(stacks: readonly WeightedStack[], unit: number): string {
  const weights = new Map<string, number>();
  for (const { frames, activity, amount } of stacks) {
    const names = frames.map(nameOf).toReversed();
    const line = (activity === undefined ? names : [activity.entry.name, ...names]).map(tidy).join(';');
    weights.set(line, (weights.get(line) ?? 0) + amount * unit);
  }
  return [...weights].map(([line, weight]) => `${line} ${Math.round(weight)}\n`).join('');
}

function nameOf(frame: CallFrame): string {
  const { name, file, line } = frameName(frame);
  return file === undefined ? name : `${name} (${file}:${line})`;
}

/** What separates frames and lines must not be part of one. */
function tidy(name: string): string {
  return name.replace(/[;\r\n]/g, ' ');
}
