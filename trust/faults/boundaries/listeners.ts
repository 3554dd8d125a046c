/** Listeners to telemetry events, their filters, and hooks on providers. */
import { Injectable } from '@nestjs/common';
import { ObservabilityService, OnTelemetry, type TelemetryEventName } from 'nestjs-observability';
import type { Boundary, Callback, Installed } from '../boundary.js';
import { OF_A_PROMISE, OF_A_VALUE } from '../boundary.js';

const HEARD: readonly TelemetryEventName[] = [
  'operation.start',
  'operation.end',
  'operation.error',
  'http.request',
  'http.response',
  'performance.phase',
  'log',
  'metric',
];

const listeners = HEARD.map((event): Boundary => ({
  name: `listener to ${event}`,
  covers: [],
  healthy: () => undefined,
  install: () => ({}),
  started: ({ app }, callback) => void app.get(ObservabilityService).on(event, callback),
  exercise: (subject) => subject.ask('/observed/lamp'),
  counted: new RegExp(`^hook/${event}$`),
  countedKinds: OF_A_PROMISE,
}));

function hookWith(callback: Callback): Installed {
  @Injectable()
  class Hook {
    @OnTelemetry('http.response')
    told(): unknown {
      return callback();
    }
  }
  return { providers: [Hook] };
}

export const listenerBoundaries: readonly Boundary[] = [
  ...listeners,
  {
    name: 'OnTelemetry',
    covers: [],
    healthy: () => undefined,
    install: hookWith,
    counted: /^hook\/http\.response$/,
    countedKinds: OF_A_PROMISE,
  },
  {
    name: 'filter of a listener',
    covers: ['HookOptions.filter'],
    healthy: () => true,
    install: () => ({}),
    started: ({ app }, filter) => void app.get(ObservabilityService).on('operation.end', () => undefined, { filter }),
    counted: /^hook\/operation\.end filter$/,
    countedKinds: OF_A_VALUE,
  },
];
