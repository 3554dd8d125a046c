/** What is measured on ÷ off: from metrics alone to everything with a log line, and what each must be seen to do. */
import type { ObservabilityOptions } from 'nestjs-observability';
import { MAX_QUEUE_SIZE } from './span-export.js';

export interface RequestVariant {
  readonly title: string;
  /** `@Counted()` and `@Traced()` on the method that the handler calls. */
  readonly isDecorated: boolean;
  /** Undefined: traces are off. */
  readonly sampleRatio?: number;
  /** One line per request, to standard output. */
  readonly hasLogs?: true;
}

export const requestVariants = {
  metrics: { title: 'HTTP metrics only', isDecorated: false },
  decorated: { title: 'metrics and decorators, unsampled', isDecorated: true, sampleRatio: 0 },
  sampled: { title: 'metrics, decorators, 10 % sampled and exported', isDecorated: true, sampleRatio: 0.1 },
  full: { title: 'metrics, decorators, 100 % sampled and exported', isDecorated: true, sampleRatio: 1 },
  logged: {
    title: 'metrics, decorators, 10 % sampled and exported, a log line',
    isDecorated: true,
    sampleRatio: 0.1,
    hasLogs: true,
  },
} satisfies Record<string, RequestVariant>;

export type RequestVariantName = keyof typeof requestVariants;

/** @param endpoint of the receiver of spans */
export function optionsOf({ sampleRatio, hasLogs }: RequestVariant, endpoint: string): ObservabilityOptions {
  return {
    service: { name: 'bench' },
    traces: sampleRatio === undefined ? { enabled: false } : { sampleRatio, endpoint, maxQueueSize: MAX_QUEUE_SIZE },
    logs: { enabled: hasLogs === true },
  };
}
