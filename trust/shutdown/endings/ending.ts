/** One way to end, as data: what is open by then, what is done, and how long that may take. */
import type { Instance, InstanceSettings } from '../application/instance.js';

export interface EndingCase {
  /** Its attack class is `shutdown.<name>`. */
  readonly name: string;
  readonly settings?: Partial<InstanceSettings>;
  /** When it is done. @default once the instance listens and has served some requests */
  readonly when?: 'created';
  /** Opens what is still open at the end; gives the route that counts as served then. */
  readonly open?: (instance: Instance) => Promise<string | undefined>;
  readonly end: (instance: Instance) => unknown;
  /** The collector hangs from then on, and can be told nothing. */
  readonly isUnheard?: boolean;
  /** How the process ends, where Nest ends it by `process.exit(0)`. @default 0 */
  readonly as?: number | NodeJS.Signals;
  /** Beyond drain and flush, in milliseconds. @default 0 */
  readonly mayTakeMs?: number;
}
