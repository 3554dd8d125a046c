/** How the module is configured while it is measured. Logs are off: a line per message would be most of the cost. */
import type { ObservabilityOptions } from 'nestjs-observability';

export type Variant = 'metrics' | 'sampled';

let seen = 0;

export function spansSeen(): number {
  return seen;
}

const countingReceiver = {
  onStart: () => undefined,
  onEnd: () => void seen++,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

export const variants: Record<Variant, ObservabilityOptions> = {
  metrics: { traces: { enabled: false }, logs: { enabled: false } },
  sampled: {
    traces: { sampleRatio: 0.1 },
    logs: { enabled: false },
    plugins: [{ name: 'counting-exporter', spanProcessors: [countingReceiver] }],
  },
};
