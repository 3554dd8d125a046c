/** Every way out of an application that runs. */
import { pages } from './pages.js';
import { streams } from './streams.js';
import type { WayOut } from './way-out.js';

export const waysOut: readonly WayOut[] = [...pages, ...streams];
