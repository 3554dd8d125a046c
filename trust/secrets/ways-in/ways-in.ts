/** Every way in. */
import { httpWays } from './http.js';
import { insideWays } from './inside.js';
import { messageWays } from './messages.js';
import type { WayIn } from './way-in.js';

export const waysIn: readonly WayIn[] = [...httpWays, ...messageWays, ...insideWays];
