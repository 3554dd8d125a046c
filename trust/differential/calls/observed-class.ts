/** A class once as it was written and once with decorators, from one description. */
import { decorateMethod } from '../application/aspects.js';

export type Decorate = (target: object, key: string) => void;

export interface Pair<T> {
  readonly plain: T;
  readonly decorated: T;
}

/** @param make defines the class anew, and hands each of its methods to `decorate` */
export function pairOf<T>(make: (decorate: Decorate) => T, decorators: () => readonly MethodDecorator[]): Pair<T> {
  return {
    plain: make(() => undefined),
    decorated: make((target, key) => decorateMethod(target, key, decorators())),
  };
}
