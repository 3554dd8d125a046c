/** The same application with the module and without it. Without means that not even its files are loaded. */
import type { DynamicModule } from '@nestjs/common';
import type * as Library from 'nestjs-observability';

export const variantNames = ['bare', 'disabled', 'defaults', 'everything'] as const;
export type VariantName = (typeof variantNames)[number];
export type ObservedVariant = Exclude<VariantName, 'bare'>;

export type Decorators = Pick<typeof Library, 'Traced' | 'Timed' | 'Counted' | 'Gauged' | 'Observed'>;

/** What an application gets from whoever observes it. */
export interface Observation {
  readonly imports: readonly DynamicModule[];
  readonly decorators: Decorators | undefined;
}

/** @param endpoint of a receiver of OTLP over HTTP */
export function observationBy(variant: VariantName, endpoint: string): Observation {
  if (variant === 'bare') return { imports: [], decorators: undefined };
  const library = require('nestjs-observability') as typeof Library;
  const options = optionsOf[variant](endpoint);
  return { imports: [library.ObservabilityModule.forRoot(options)], decorators: library };
}

const optionsOf: Readonly<Record<ObservedVariant, (endpoint: string) => Library.ObservabilityOptions>> = {
  disabled: () => ({ enabled: false, health: { enabled: false } }),
  defaults: () => ({}),
  everything: (endpoint) => ({
    service: { name: 'twin' },
    http: { echoRequestId: false, clientIdentity: 'plain', slowMs: 1 },
    traces: { sampleRatio: 1, exporter: 'otlp', protocol: 'http/protobuf', endpoint: `${endpoint}/v1/traces` },
    metrics: {
      exporter: ['prometheus', 'otlp'],
      protocol: 'http/protobuf',
      endpoint: `${endpoint}/v1/metrics`,
      networkTimings: true,
    },
    logs: {
      level: 'trace',
      spans: true,
      callSite: true,
      frames: true,
      exporter: 'otlp',
      protocol: 'http/protobuf',
      endpoint: `${endpoint}/v1/logs`,
    },
    autoTrace: true,
    capture: { rules: [{ when: 'always' }] },
    console: { enabled: true },
    management: { enabled: true },
    slos: [{ name: 'answers', objective: 0.99, indicator: { latencyMs: 250 } }],
    exporters: [{ type: 'console', filter: () => true }],
    redaction: { detect: { email: true, iban: true, ssn: true } },
    identify: ({ url }) => ({ userId: url }),
  }),
};
