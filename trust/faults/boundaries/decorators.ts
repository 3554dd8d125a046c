/** Callbacks of decorators: each on a method of its own, called by a route of its own. */
import { Controller, Get, type Type } from '@nestjs/common';
import { Audited, Counted, Gauged, Observed, Timed, Traced } from 'nestjs-observability';
import { Span } from 'nestjs-observability/nestjs-otel';
import type { Boundary, Callback } from '../boundary.js';
import { OF_A_VALUE } from '../boundary.js';

interface DecoratedCallback {
  readonly name: string;
  readonly covers: readonly string[];
  readonly decorator: (callback: Callback) => MethodDecorator;
  readonly healthy: (...given: unknown[]) => unknown;
  readonly counted: RegExp;
}

const DECORATED: readonly DecoratedCallback[] = [
  {
    name: 'Traced attributes',
    covers: ['TracedOptions.attributes'],
    decorator: (attributes) => Traced({ attributes }),
    healthy: () => ({ 'order.total': 3 }),
    counted: /^tracing\/attributes$/,
  },
  {
    name: 'Traced links',
    covers: ['TracedOptions.links'],
    decorator: (links) => Traced({ links }),
    healthy: () => [],
    counted: /^tracing\/links$/,
  },
  {
    name: 'Traced skip',
    covers: ['TracedOptions.skip'],
    decorator: (skip) => Traced({ skip }),
    healthy: () => false,
    counted: /^tracing\/skip$/,
  },
  {
    name: 'Timed labels',
    covers: ['MethodMetricOptions.labels'],
    decorator: (labels) => Timed('faulty_timed_seconds', { labelNames: ['tier'], labels }),
    healthy: () => ({ tier: 'free' }),
    counted: /^metrics\/labels$/,
  },
  {
    name: 'Counted amount',
    covers: ['CountedOptions.amount'],
    decorator: (amount) => Counted('faulty_counted_total', { amount }),
    healthy: () => 2,
    counted: /^metrics\/amount$/,
  },
  {
    name: 'Gauged value',
    covers: ['GaugedOptions.value'],
    decorator: (value) => Gauged('faulty_gauged', { value }),
    healthy: () => 2,
    counted: /^metrics\/value$/,
  },
  {
    name: 'Observed labels',
    covers: [],
    decorator: (labels) => Observed('faulty_observed', { labelNames: ['tier'], labels, attributes: labels } as never),
    healthy: () => ({ tier: 'free' }),
    counted: /^metrics\/labels$/,
  },
  {
    name: 'Span onResult',
    covers: ['ExtendedSpanOptions.onResult'],
    decorator: (onResult) => Span('faulty.span', { onResult }),
    healthy: () => ({ attributes: { 'shop.count': 1 } }),
    counted: /^tracing\/attributes$/,
  },
  ...(['target', 'actor', 'details'] as const).map((part): DecoratedCallback => ({
    name: `Audited ${part}`,
    covers: [`AuditedOptions.${part}`],
    decorator: (callback) => Audited({ action: 'shop.serve', target: 'order/1', [part]: callback }),
    healthy: () => (part === 'details' ? { count: 1 } : 'ann'),
    counted: new RegExp(`^audit/${part}$`),
  })),
];

export const decoratedCallbacks: readonly Boundary[] = DECORATED.map((one, index) => {
  const path = `decorated-${index}`;
  return {
    ...one,
    install: (callback) => ({ controllers: [controllerWith(path, one.decorator(callback))] }),
    exercise: (subject) => Promise.all([subject.ask(`/${path}`), subject.ask(`/${path}?again`)]),
    countedKinds: OF_A_VALUE,
  };
});

function controllerWith(path: string, decorate: MethodDecorator): Type {
  @Controller()
  class DecoratedController {
    @Get(path)
    serve(): object {
      return { served: this.prepared(path) };
    }

    @decorate
    private prepared(what: string): string {
      return `${what} prepared`;
    }
  }
  return DecoratedController;
}
