/**
 * The built files themselves: most of what is fuzzed is internal, and asking it directly is a hundred times faster than through a
 * server. Who asks says what it takes to be there.
 */
import { join } from 'node:path';

/** From trust/dist/trust/fuzz. */
const dist = join(__dirname, '..', '..', '..', '..', 'dist');

/** @param path below dist/, such as `security/index.js` */
export function built<T>(path: string): T {
  return require(join(dist, path)) as T;
}
