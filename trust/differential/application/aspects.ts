/** Decorators of ours that a generated application may have; without the module they are not there at all. */
import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Observation } from '../twins/variants.js';

export const aspectNames = [
  'Traced',
  'Timed',
  'Counted',
  'Gauged',
  'Observed',
  'SpanOfArguments',
  'ReadsResult',
  'Custom',
] as const;
export type AspectName = (typeof aspectNames)[number];

/** From top to bottom, as they would be written. */
export function aspectsOf(names: readonly AspectName[], { decorators }: Observation): readonly MethodDecorator[] {
  if (decorators === undefined) return names.includes('Custom') ? [custom] : [];
  const { Traced, Timed, Counted, Gauged, Observed } = decorators;
  const makers: Readonly<Record<AspectName, () => MethodDecorator>> = {
    Traced: () => Traced(),
    Timed: () => Timed(),
    Counted: () => Counted(),
    Gauged: () => Gauged(),
    Observed: () => Observed(),
    SpanOfArguments: () => Traced('named', { attributes: (args) => ({ count: args.length }) }),
    ReadsResult: () => Counted('read_total', { amount: (result) => (result === undefined ? 1 : 2) }),
    Custom: () => applyDecorators(custom, Traced('custom')),
  };
  return names.map((name) => makers[name]());
}

const custom = SetMetadata('custom', 'kept');

/** As the compiler would: from bottom to top. */
export function decorateMethod(prototype: object, key: string, decorators: readonly MethodDecorator[]): void {
  const descriptor = decorators.reduceRight(
    (decorated, decorate) => (decorate(prototype, key, decorated) as PropertyDescriptor | undefined) ?? decorated,
    Object.getOwnPropertyDescriptor(prototype, key)!,
  );
  Object.defineProperty(prototype, key, descriptor);
}
