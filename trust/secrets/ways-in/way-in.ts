/** How a canary gets in. */
import type { Cage } from '../cage/cage.js';
import type { Canary } from '../canary/canary.js';
import type { Kind } from '../canary/kinds.js';

export interface WayIn {
  readonly name: string;
  /** Which kinds can be told there; what the documentation says nobody can tell is no canary. @default all */
  readonly takes?: (kind: Kind) => boolean;
  enter(cage: Cage, canary: Canary): Promise<unknown>;
}

/** A value comes in without a name. */
export function withoutName({ needsName }: Kind): boolean {
  return needsName !== true;
}

/** Text that is percent-encoded elsewhere than in a URL or a form keeps the shapes that no escape is a part of. */
export function encoded({ endsWhenEncoded }: Kind): boolean {
  return endsWhenEncoded !== true;
}
