/** What leaves by itself: standard streams, telemetry that is sent, files. */
import { AUDIT_FILE, EVENTS_FILE } from '../cage/settings.js';
import type { WayOut } from './way-out.js';

function sent(name: string, place: string, tellsTexts = true): WayOut {
  return { name, tellsTexts, when: 'closed', gather: ({ receivers }) => receivers.bodies.get(place) ?? [] };
}

export const streams: readonly WayOut[] = [
  { name: 'standard output', tellsTexts: true, when: 'closed', gather: ({ standardOutput }) => standardOutput },
  { name: 'standard error', tellsTexts: false, when: 'closed', gather: ({ standardError }) => standardError },
  { name: 'console stream', tellsTexts: true, when: 'closed', gather: ({ liveStream }) => liveStream },
  sent('OTLP traces', 'traces'),
  sent('OTLP metrics', 'metrics', false),
  sent('OTLP logs', 'logs'),
  sent('webhook', 'webhook'),
  sent('Sentry', 'envelope'),
  { name: 'events file', tellsTexts: true, when: 'closed', gather: (cage) => cage.files(EVENTS_FILE) },
  { name: 'audit file', tellsTexts: true, when: 'closed', gather: (cage) => cage.files(AUDIT_FILE) },
];
