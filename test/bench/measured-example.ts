/** Small results by hand, as the benchmark writes them. */
import type { Figure, PartName } from '../../bench/part.js';
import type { Conditions } from '../../bench/report/conditions.js';
import { SCHEMA_VERSION, type PartResult, type Results } from '../../bench/report/results.js';

export function figure(id: string, value: number, overrides: Partial<Figure> = {}): Figure {
  return { id, title: `title of ${id}`, unit: 'on ÷ off', value, samples: [value], proof: 'all counted', ...overrides };
}

export function byId(figures: readonly Figure[]): ReadonlyMap<string, Figure> {
  return new Map(figures.map((one) => [one.id, one]));
}

export function conditionsOn(node: string): Conditions {
  return {
    machine: { cores: 2, cpu: 'Example CPU', memoryGiB: 8, platform: 'linux x64' },
    node,
    v8: '13.6',
    packages: { '@nestjs/core': '12.5.1', 'prom-client': '15.1.3' },
  };
}

export function partResult(part: PartName, figures: readonly Figure[]): PartResult {
  return { part, commit: 'abc1234', measuredAt: '2026-11-21T10:00:00.000Z', method: 'in pairs.', figures };
}

export function resultsOn(node: string, parts: readonly PartResult[]): Results {
  return { schemaVersion: SCHEMA_VERSION, conditions: conditionsOn(node), parts };
}
