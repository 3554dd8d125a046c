// What Prometheus answers to the queries of a panel, asked as Grafana asks.

/**
 * @param period { prometheus, fromS, toS, stepS, rateInterval, variables }: whom to ask, and which time is shown in which
 *   steps; Unix seconds, `rateInterval` as PromQL writes durations, and the dashboard's variables as patterns by name
 * @returns per query of the panel { query, series }, each series { labels, legend, points: [[seconds, value], …] }; an instant
 *   query has one point each
 */
export function answersTo(panel, period) {
  return Promise.all(panel.targets.map(async (query) => ({ query, series: await seriesOf(query, panel, period) })));
}

async function seriesOf({ expr, instant, legendFormat }, { timeFrom }, period) {
  const { fromS, toS, stepS } = timeFrom === undefined ? period : { ...period, fromS: midnightS() };
  const query = filledIn(expr, period, Math.round(toS - fromS));
  const parameters = instant ? { query, time: toS } : { query, start: fromS, end: toS, step: stepS };
  const result = await ask(period.prometheus, instant ? 'query' : 'query_range', parameters);
  return result.map(({ metric: labels, value, values }) => ({
    labels,
    legend: legendOf(legendFormat, labels),
    points: (values ?? [value]).map(([time, text]) => [time, Number(text)]),
  }));
}

async function ask(prometheus, path, parameters) {
  const response = await fetch(`${prometheus}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const { data, error } = await response.json();
  if (error !== undefined) throw new Error(`${error}, asked for ${parameters.query}`);
  return data.result;
}

function filledIn(expr, { rateInterval, variables }, rangeS) {
  return expr
    .replaceAll('$__rate_interval', rateInterval)
    .replaceAll('$__range', `${rangeS}s`)
    .replace(/"\$(\w+)"/g, (_quoted, name) => `"${variables[name]}"`);
}

function legendOf(format, labels) {
  return format.replace(/\{\{(\w+)\}\}/g, (_braces, label) => labels[label] ?? '');
}

function midnightS() {
  return new Date().setHours(0, 0, 0, 0) / 1_000;
}
