/** Reads the PromQL of dashboards as far as tests need it: which metrics with which labels, and what stays after grouping. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
  /** Variables of the dashboard: `$service`. */
  readonly variables: readonly string[];
}

export function selectorsIn(expression: string): Selector[] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\}/g)].map(
    ([, metric = '', matchers = '']) => ({
      metric,
      labels: [...matchers.matchAll(/(\w+)(?:=~|!=|!~|=)/g)].map(([, label = '']) => label),
      variables: [...matchers.matchAll(/"\$(\w+)"/g)].map(([, name = '']) => name),
    }),
  );
}

export function groupedBy(expression: string): string[] {
  return [...expression.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '));
}

/** As Prometheus would get it from Grafana. */
export function withoutVariables(expression: string): string {
  return expression
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$__range', '1h')
    .replace(/"\$\w+"/g, '".*"');
}
