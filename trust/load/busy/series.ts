/** How many series the application's metrics have, those left out that may come at any time. */
import type { MetricSnapshot } from 'nestjs-observability';

/** What happens to be under way, by Node's own types: gone with the next reading. */
const MOMENTARY = /^nodejs_active_(?:requests|resources|handles)$/;
/** A route, or a stream, with a status it has: chance decides when the first client leaves there. */
const OF_REQUESTS = /^http_|^interceptor_|^connection_(?:duration|errors)_|^sse_events_total$/;

/** Routes × methods × statuses of the busy application, generously: whoever makes labels of paths or ids is soon above. */
const MAX_SERIES_OF_REQUESTS = 400;

export function seriesCounts(metrics: readonly MetricSnapshot[]): Record<string, number> {
  const ofRequests = metrics
    .filter(({ name }) => OF_REQUESTS.test(name))
    .reduce((sum, { series }) => sum + series.length, 0);
  const steady = metrics.filter(({ name }) => !OF_REQUESTS.test(name) && !MOMENTARY.test(name));
  return {
    ...Object.fromEntries(steady.map(({ name, series }) => [`series of ${name}`, series.length])),
    'series of requests beyond their bound': Math.max(0, ofRequests - MAX_SERIES_OF_REQUESTS),
  };
}
