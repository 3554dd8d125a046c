/** What the console and management can be asked, with the names that their questions know. */
import { API, MANAGEMENT } from '../shops/shop.js';

/** Every resource is asked with every name: what means nothing to it must do nothing either. */
export const PARAMETERS = [
  'id',
  'q',
  'name',
  'format',
  'sort',
  'limit',
  'level',
  'traceId',
  'spanId',
  'fromMs',
  'toMs',
  'minMs',
  'maxMs',
  'windowMs',
  'beforeSequence',
  'by',
  'label.__proto__',
  'label.le',
  'kind',
  'key',
  'fingerprint',
  'name[]',
] as const;

/** Those that answer to changes, and what each takes. */
export const CHANGES: Readonly<Record<string, object>> = {
  [`${API}/session`]: { token: 'x' },
  [`${API}/link`]: {},
  [`${API}/loggers`]: { context: 'Attacked', level: 'debug', expiresInMs: 1 },
  [`${API}/profiles`]: { action: 'remove', id: 'x' },
  [`${API}/recorder`]: { action: 'clear' },
  [`${API}/import`]: { otlp: { resourceSpans: [] } },
  [`${MANAGEMENT}/loggers`]: { context: 'Attacked', level: 'debug', expiresInMs: 1 },
  [`${MANAGEMENT}/sampling`]: { route: '/goods/:id', ratio: 0.5, expiresInMs: 1 },
  [`${MANAGEMENT}/profiles`]: { action: 'stop' },
  [`${MANAGEMENT}/captures`]: { action: 'clear' },
};
