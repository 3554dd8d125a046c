/** The other parts of plugins: what a room is told, and what span processors are. */
import type { Boundary } from '../boundary.js';
import { OF_A_PROMISE } from '../boundary.js';

const nothing = (): undefined => undefined;

const rooms = (['captured', 'logged'] as const).map((told): Boundary => ({
  name: `plugin room ${told}`,
  covers: [`PluginRoom.${told}`],
  healthy: nothing,
  install: (callback) => ({
    observability: { plugins: [{ name: `room-${told}`, room: () => ({ [told]: callback, close: nothing }) }] },
  }),
  exercise: (subject) => subject.ask('/observed/lamp'),
  counted: told === 'captured' ? /^plugin\/captured$/ : /^(plugin|logging)\//,
  countedKinds: OF_A_PROMISE,
}));

const processor = {
  onStart: nothing,
  onEnd: nothing,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

const processors = (['onStart', 'onEnd'] as const).map((told): Boundary => ({
  name: `span processor ${told}`,
  covers: [`SpanReceiver.${told}`],
  healthy: nothing,
  install: (callback) => ({
    observability: {
      traces: { sampleRatio: 1 },
      plugins: [{ name: `spans-${told}`, spanProcessors: [{ ...processor, [told]: callback }] }],
    },
  }),
  exercise: (subject) => subject.ask('/observed/lamp'),
  counted: new RegExp(`/${told}$`),
  countedKinds: OF_A_PROMISE,
}));

export const pluginParts: readonly Boundary[] = [...rooms, ...processors];
