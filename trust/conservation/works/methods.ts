/** Decorated methods: plain, asynchronous, streams of values read to the end or left; ended well, badly or not at all yet. */
import { Injectable } from '@nestjs/common';
import { Counted, Gauged, Timed } from 'nestjs-observability';
import { deferred, type Deferred } from './deferred.js';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

@Injectable()
export class Kitchen {
  @Counted()
  @Timed()
  @Gauged()
  cook(until: Promise<void>): Promise<void> {
    return until;
  }

  @Counted()
  @Timed()
  @Gauged()
  *slice(pieces: number): Generator<number> {
    for (let piece = 0; piece < pieces; piece++) yield piece;
  }

  @Counted()
  @Timed()
  @Gauged()
  taste(isGood: boolean): string {
    if (!isGood) throw new RangeError('too salty');
    return 'good';
  }
}

const CLASS = { class: 'Kitchen' };

export const methods: StartWork = ({ app, ledger, dice }) => {
  const kitchen = app.get(Kitchen);
  const noteCall = (method: string, outcome: 'ok' | 'error' | 'canceled'): void => {
    ledger.note('method_calls_total', { ...CLASS, method, outcome });
    ledger.note('method_duration_seconds_count', { ...CLASS, method, outcome });
  };
  const noteActive = (method: string, amount: number): void =>
    ledger.note('method_active', { ...CLASS, method }, amount);
  const cooking = openAndShut<{ readonly work: Deferred<void>; readonly over: Promise<void> }>(dice, {
    open: () => {
      const work = deferred<void>();
      noteActive('cook', 1);
      return { work, over: kitchen.cook(work.promise).catch(() => undefined) };
    },
    ends: [
      ({ work, over }) => {
        work.resolve();
        noteCall('cook', 'ok');
        return over;
      },
      ({ work, over }) => {
        work.reject(new Error('burnt'));
        noteCall('cook', 'error');
        return over;
      },
    ],
    ended: () => noteActive('cook', -1),
  });
  const taste = (): void => {
    const isGood = dice.chance(0.6);
    try {
      kitchen.taste(isGood);
    } catch {
      // As it was asked to.
    }
    noteCall('taste', isGood ? 'ok' : 'error');
  };
  const slice = (): void => {
    const isLeft = dice.chance(0.5);
    for (const piece of kitchen.slice(3)) if (isLeft && piece === 1) break;
    noteCall('slice', isLeft ? 'canceled' : 'ok');
  };
  return { step: () => dice.pick([taste, slice, () => cooking.step()])(), finish: () => cooking.finish() };
};
