/** Callbacks among the options that decide about requests. */
import type { Boundary } from '../boundary.js';
import { OF_A_VALUE } from '../boundary.js';

export const optionCallbacks: readonly Boundary[] = [
  {
    name: 'identify',
    covers: ['ObservabilityOptions.identify'],
    healthy: () => ({ userId: 'ann' }),
    install: (callback) => ({ observability: { identify: callback } }),
    counted: /^identify\/call$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'http.ignore',
    covers: ['HttpOptions.ignore'],
    healthy: () => false,
    install: (callback) => ({ observability: { http: { ignore: callback } } }),
    counted: /^http\/ignore$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'redaction.custom',
    covers: ['RedactionOptions.custom'],
    healthy: () => undefined,
    install: (callback) => ({ observability: { redaction: { custom: callback } } }),
    counted: /^redaction\/custom$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'capture match',
    covers: ['CaptureRule.match'],
    healthy: () => true,
    install: (match) => ({ observability: { capture: { rules: [{ when: 'always', match }] } } }),
    counted: /^capture\/match$/,
    countedKinds: OF_A_VALUE,
  },
];
