/**
 * Metrics that a class declares through `MetricsService` when it is constructed. Such a class is constructed once, with a registry
 * that nobody reads and stand-ins for everything else it asks for; one that cannot bear that declares nothing.
 */
import type { Type } from '@nestjs/common';
import { MetricsService, type MetricRegistry } from '../metrics/index.js';

export function declareByConstructor(types: Iterable<Type>, registry: MetricRegistry): void {
  const metrics = new MetricsService(registry);
  for (const type of types) {
    const needs = (Reflect.getMetadata('design:paramtypes', type) ?? []) as readonly unknown[];
    if (!needs.some(isMetricsService)) continue;
    try {
      Reflect.construct(
        type,
        needs.map((needed) => (isMetricsService(needed) ? metrics : standIn)),
      );
    } catch {
      // What it declared before it failed is known.
    }
  }
}

/** By name: the application may hold another copy of the library than the command. */
function isMetricsService(type: unknown): boolean {
  return typeof type === 'function' && type.name === MetricsService.name;
}

/** Answers every call and every property with itself, and is nobody's promise. */
const standIn: object = new Proxy(function standIn() {}, {
  get: (_target, key) => (typeof key === 'symbol' ? PRIMITIVES.get(key) : key === 'then' ? undefined : standIn),
  apply: () => standIn,
  construct: () => standIn,
});

const PRIMITIVES = new Map<symbol, unknown>([
  [Symbol.toPrimitive, () => 0],
  [Symbol.iterator, () => [][Symbol.iterator]()],
]);
