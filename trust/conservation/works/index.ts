/** The one list of works. */
import { children } from './children.js';
import { completions } from './completions.js';
import { connections } from './connections.js';
import { deliveries } from './deliveries.js';
import { jobs } from './jobs.js';
import { journeys } from './journeys.js';
import { leases } from './leases.js';
import { methods } from './methods.js';
import { sessions } from './sessions.js';
import { tallies } from './tallies.js';
import type { StartWork } from './work.js';

export const works: Readonly<Record<string, StartWork>> = {
  sessions,
  connections,
  leases,
  jobs,
  deliveries,
  completions,
  journeys,
  tallies,
  methods,
};

/** Each takes milliseconds to be there. */
export const slowWorks: Readonly<Record<string, StartWork>> = { children };
