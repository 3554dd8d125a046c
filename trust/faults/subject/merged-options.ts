/** The options of many boundaries as those of one application: objects are joined, lists are put behind each other. */
import type { ObservabilityOptions } from 'nestjs-observability';

export function mergedOptions(all: readonly ObservabilityOptions[]): ObservabilityOptions {
  return all.reduce<unknown>(merged, {}) as ObservabilityOptions;
}

function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...(one as unknown[]), ...(other as unknown[])];
  if (!isPlain(one) || !isPlain(other)) return other;
  const joined: Record<string, unknown> = { ...one };
  for (const [name, value] of Object.entries(other))
    joined[name] = name in joined ? merged(joined[name], value) : value;
  return joined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
