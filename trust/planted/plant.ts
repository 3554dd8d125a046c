/** A defect put into a copy of the build on purpose: the part named must find it, or it proves nothing. */
import type { PartName } from '../part.js';

export interface Plant {
  /** As the defect is called: `leak`, `lost-count`, `unbounded-label`. */
  readonly name: string;
  /** Below dist/, such as `metrics/cardinality-guard.js`. */
  readonly file: string;
  /** Code of the built file that stands there exactly once, and what stands there instead. */
  readonly find: string;
  readonly replace: string;
  /** Who must find it, by a finding of a class that begins so: `conservation.http`. */
  readonly part: PartName;
  readonly attackClass: string;
}
