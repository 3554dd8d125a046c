/** Every way in which an instance is asked to end, beside a restart under load. */
import { setTimeout as delay } from 'node:timers/promises';
import { SLOW_START_MS } from '../application/shop.js';
import type { EndingCase } from './ending.js';
import { openEvents, openHanging, openSocket } from './open.js';

const BETWEEN_SIGNALS_MS = 60;

export const endings: readonly EndingCase[] = [
  { name: 'sigint', end: (instance) => instance.signal('SIGINT') },
  {
    name: 'twice',
    end: async (instance) => {
      instance.signal('SIGTERM');
      await delay(BETWEEN_SIGNALS_MS);
      instance.signal('SIGTERM');
      await delay(BETWEEN_SIGNALS_MS);
      instance.signal('SIGINT');
    },
  },
  { name: 'from-code', end: (instance) => instance.close() },
  {
    name: 'while-starting',
    settings: { isSlowToStart: true },
    when: 'created',
    end: (instance) => instance.signal('SIGTERM'),
    mayTakeMs: SLOW_START_MS,
  },
  {
    name: 'hanging-request',
    settings: { closesByForce: true },
    open: openHanging,
    end: (instance) => instance.signal('SIGTERM'),
  },
  {
    name: 'open-events',
    settings: { closesByForce: true },
    open: openEvents,
    end: (instance) => instance.signal('SIGTERM'),
  },
  { name: 'open-socket', open: openSocket, end: (instance) => instance.signal('SIGTERM') },
  { name: 'hanging-collector', end: (instance) => instance.signal('SIGTERM'), isUnheard: true },
];
