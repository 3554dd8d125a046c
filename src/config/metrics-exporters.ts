/** The type of `metrics.exporter`: one way for metrics to leave, several, or none. */
import { splitList } from './collection-types.js';
import { accept, fromJson, refuse, type OptionType } from './option-type.js';

/** A way for metrics to leave. */
export type MetricsExporter = 'prometheus' | 'otlp';

const WAYS: ReadonlySet<unknown> = new Set(['prometheus', 'otlp']);

export const metricsExporters: OptionType = {
  name: "'prometheus' or 'otlp' or both, or 'none'",
  textExample: 'prometheus,otlp',
  fromText: (given) => (given.startsWith('[') ? fromJson(given) : splitList(given.toLowerCase())),
  check: (candidate) => {
    const ways = (Array.isArray(candidate) ? candidate : [candidate]) as readonly unknown[];
    if (ways.length === 1 && ways[0] === 'none') return accept([]);
    return ways.length > 0 && ways.every((way) => WAYS.has(way))
      ? accept([...new Set(ways)])
      : refuse("must be 'prometheus', 'otlp', both in a list, or 'none'", "write e.g. ['prometheus', 'otlp']");
  },
};
