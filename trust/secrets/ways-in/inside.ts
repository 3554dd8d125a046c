/** What needs no stranger; the ways themselves are in the cage. */
import { withoutName, type WayIn } from './way-in.js';

const names = [
  'log message',
  'log field',
  'log collections',
  'log JSON',
  'log error',
  'log stack',
  'log many arguments',
  'span attribute',
  'span event',
  'thrown error',
  'aggregate error',
  'error fields',
  'captured error',
  'third-party span',
  'third-party link',
  'outgoing URL',
  'outgoing header',
  'SQL literal',
  'SQL comment',
  'SQL driver',
  'Redis command',
  'event payload',
  'job payload',
  'transport call',
  'AI prompt',
  'child process',
  'audit',
] as const;

export const insideWays: readonly WayIn[] = [
  ...names.map((name): WayIn => ({ name, enter: (cage, canary) => cage.enter(name, canary) })),
  { name: 'session', takes: withoutName, enter: (cage, canary) => cage.enter('session', canary) },
  {
    name: 'health check',
    enter: async (cage, canary) => {
      await cage.enter('health check', canary);
      for (const probe of ['ready', 'live', 'startup'])
        cage.healthPages.push(Buffer.from(await (await fetch(`${cage.url}/health/${probe}`)).arrayBuffer()));
    },
  },
];
