import { SpanKind } from '@opentelemetry/api';
import { AUTO_TRACED, Callsite } from '../kernel/index.js';
import { SpanPlan } from './span-plan.js';
import { TRACED } from './traced.decorator.js';

const EVERY_CLASS = () => true;

function callsite(): Callsite {
  return new Callsite('method', 'Shop', 'sell', () => undefined);
}

it('decides name and kind by the decorator, and leaves them to the operation without one', () => {
  const [plain, named, ofClass] = [callsite(), callsite(), callsite()];
  named.aspects.push({ type: TRACED, options: { name: 'sale', prefix: undefined, kind: 'client' } });
  ofClass.aspects.push({ type: TRACED, options: { name: undefined, prefix: 'shop' } });

  const plans = [plain, named, ofClass].map((site) => new SpanPlan(site, EVERY_CLASS));

  expect(plans.map(({ name, kind }) => [name, kind])).toEqual([
    [undefined, undefined],
    ['sale', SpanKind.CLIENT],
    ['shop.sell', undefined],
  ]);
});

it('covers methods without a decorator only in the classes asked for', () => {
  const site = callsite();
  site.aspects.push({ type: AUTO_TRACED, options: undefined });

  expect([EVERY_CLASS, () => false].map((filter) => new SpanPlan(site, filter).isAutomatic)).toEqual([true, false]);
});

it('is outdated once a decorator or a source has added to its callsite', () => {
  const [decorated, handler, untouched] = [callsite(), callsite(), callsite()];
  const plans = [decorated, handler, untouched].map((site) => new SpanPlan(site, EVERY_CLASS));
  decorated.aspects.push({ type: TRACED, options: { name: undefined, prefix: undefined } });
  handler.kind = 'nest.handler';

  expect(plans.map(({ isOutdated }) => isOutdated)).toEqual([true, true, false]);
});
