/** The one list of what the benchmark measures. */
import { calls } from './calls/calls.part.js';
import { desk } from './desk/desk.part.js';
import type { Part, PartName } from './part.js';
import { field, requests } from './requests/index.js';
import { roomCosts } from './rooms/rooms.part.js';
import { scrape } from './scrape/scrape.part.js';
import { startup } from './startup/startup.part.js';

export const parts: Readonly<Record<PartName, Part>> = {
  requests,
  field,
  calls,
  scrape,
  startup,
  desk,
  rooms: roomCosts,
};
