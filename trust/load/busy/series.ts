/** How many series the application's metrics have, those left out that may come at any time. */
import type { MetricSnapshot } from 'nestjs-observability';

/** What happens to be under way, by Node's own types: gone with the next reading. */
const MOMENTARY = /^nodejs_active_(?:requests|resources|handles)$/;
/** A route of the application with a status it has: chance decides when the first client leaves there. */
const OF_REQUESTS = /^http_|^interceptor_|^connection_(?:duration|errors)_/;

/** Routes × methods × statuses of the busy application, generously: whoever makes labels of paths or ids is soon above. */
const MAX_SERIES_OF_REQUESTS = 400;

export function seriesCounts(metrics: readonly MetricSnapshot[]): Record<string, number> {
  let [steady, ofRequests] = [0, 0];
  for (const { name, series } of metrics) {
    if (OF_REQUESTS.test(name)) ofRequests += series.length;
    else if (!MOMENTARY.test(name)) steady += series.length;
  }
  return { series: steady, 'series of requests beyond their bound': Math.max(0, ofRequests - MAX_SERIES_OF_REQUESTS) };
}
