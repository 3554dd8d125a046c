/** Of the ten frames that an error's stack has room for, nearly all are to be the application's, decorated or not. */
import type { Trial } from '../../harness/trial.js';
import { pairOf, type Decorate } from './observed-class.js';
import { decoratorsIn, orders } from './orders.js';

/** As the promise is: of ten frames of a call through four decorated levels at least eight are kept. */
const MIN_FRAMES = 8;
const MAX_LOST_FRAMES = 2;

export async function tryStackFrames(trial: Trial): Promise<void> {
  for (const order of orders) {
    const { plain, decorated } = pairOf(makeLevels, () => decoratorsIn(order));
    await tryOne(trial, 'sync', order.join(' @'), (type) => calledBy(() => new type().first(), 6), plain, decorated);
    await tryOne(
      trial,
      'async',
      order.join(' @'),
      (type) => awaitedBy(() => new type().firstLater(), 6),
      plain,
      decorated,
    );
  }
}

type Levels = ReturnType<typeof makeLevels>;
type Call = (levels: Levels) => string | Promise<string>;

async function tryOne(trial: Trial, way: string, order: string, call: Call, plain: Levels, decorated: Levels) {
  const expected = ownFrames(await call(plain));
  const got = ownFrames(await call(decorated));
  const kept = got.filter((frame) => expected.includes(frame)).length;
  trial.figure('differential.stack-frames', `${way} frames kept`, `${kept} of ${expected.length}`);
  // Node's own frame between two turns of the event loop may take the place of the tenth.
  const isHeld = expected.length >= MIN_FRAMES && kept >= expected.length - MAX_LOST_FRAMES;
  trial.expect(
    'differential.stack-frames',
    isHeld,
    `${way}: ${kept} of ${expected.length} frames are kept`,
    `@${order}`,
  );
}

function makeLevels(decorate: Decorate) {
  class Levels {
    first = (): string => this.second();
    second(): string {
      return this.third();
    }
    third(): string {
      return this.fourth();
    }
    fourth(): string {
      return this.fifth();
    }
    fifth(): string {
      return new Error('deep').stack!;
    }
    firstLater = (): Promise<string> => this.secondLater();
    async secondLater(): Promise<string> {
      return await this.thirdLater();
    }
    async thirdLater(): Promise<string> {
      return await this.fourthLater();
    }
    async fourthLater(): Promise<string> {
      return await this.fifthLater();
    }
    async fifthLater(): Promise<string> {
      await null;
      return new Error('deep').stack!;
    }
  }
  const keys = ['second', 'third', 'fourth', 'fifth'];
  for (const key of [...keys, ...keys.map((name) => `${name}Later`)]) decorate(Levels.prototype, key);
  return Levels;
}

/** Callers of the application's, more than the stack has room for. */
function calledBy(work: () => string, depth: number): string {
  return depth === 0 ? work() : calledBy(work, depth - 1);
}

async function awaitedBy(work: () => Promise<string>, depth: number): Promise<string> {
  return depth === 0 ? await work() : await awaitedBy(work, depth - 1);
}

/** Frames of this file, each with how often it has been met, so that recursion counts. */
function ownFrames(stack: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...stack.matchAll(/stack-frames\.js:\d+:\d+/g)].map(([place]) => {
    seen.set(place, (seen.get(place) ?? 0) + 1);
    return `${place} ${seen.get(place)}`;
  });
}
