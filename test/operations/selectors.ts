/** Reads PromQL as far as it says which metrics with which labels it needs. */
export interface NeededMetric {
  readonly metric: string;
  /** Of its matchers. */
  readonly labels: readonly string[];
}

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'group_left', 'group_right']);

export function metricsIn(expression: string): NeededMetric[] {
  const selectors = /"(?:[^"\\]|\\.)*"|([a-zA-Z_:][\w:]*)(?:\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\})?(?!\w|\s*\()/g;
  const bare = expression.replace(/\[[^\]]*\]/g, '').replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, '');
  const outside = bare.replace(/offset \w+/g, '');
  return [...outside.matchAll(selectors)]
    .filter(([, word]) => word !== undefined && !WORDS.has(word))
    .map(([, metric = '', matchers = '']) => ({ metric, labels: labelsOf(matchers) }));
}

export function groupingLabels(expression: string): string[] {
  return [...expression.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
}

function labelsOf(matchers: string): string[] {
  return [...matchers.matchAll(/(\w+)(?:=~|!=|!~|=)"/g)].map(([, label = '']) => label);
}
