/** Same work, same unit: where ours must be ahead of everybody who does it. */
import type { Figure } from '../part.js';
import { amount } from './amount.js';
import { platforms } from './budgets.js';

/** Ids of figures, of which less is better. */
interface Contest {
  readonly ours: string;
  readonly rivals: readonly string[];
}

const contests: readonly Contest[] = [
  ...platforms.flatMap((platform) => [
    requestContest(platform, 'ours-metrics', ['interceptor-prom-client']),
    requestContest(platform, 'ours-10', ['nestjs-otel-10', 'observe-10', 'otel-auto-10', 'sentry-10']),
    requestContest(platform, 'ours-100', ['nestjs-otel-100', 'observe-100', 'otel-auto-100']),
  ]),
  ...['sync', 'async'].flatMap((form) => [
    callContest(form, 'counted', ['prom-client-counted', 'nestjs-otel-counted']),
    callContest(form, 'timed', ['prom-client-timed']),
    callContest(form, 'traced-outside', ['observe-outside']),
    callContest(form, 'traced-unsampled', ['nestjs-otel-traced', 'observe', 'sentry']),
    callContest(form, 'all', ['nestjs-otel']),
  ]),
  { ours: 'scrape.counters.100k', rivals: ['scrape.opentelemetry-counters.100k'] },
  { ours: 'scrape.histograms.100k', rivals: ['scrape.opentelemetry-histograms.100k'] },
  { ours: 'heap.per-series', rivals: ['heap.opentelemetry-per-series'] },
  { ours: 'startup.ours-otlp', rivals: ['startup.auto', 'startup.sentry', 'startup.nestjs-otel'] },
];

/** A sentence for each contest that is lost; whoever was not measured does not take part. */
export function lostContests(figures: ReadonlyMap<string, Figure>): string[] {
  return contests.flatMap(({ ours, rivals }) => rivals.flatMap((rival) => lost(figures.get(ours), figures.get(rival))));
}

function lost(ours: Figure | undefined, rival: Figure | undefined): string[] {
  if (ours === undefined || rival === undefined || ours.value < rival.value) return [];
  return [`${ours.id} is ${amount(ours.value)}, behind ${rival.id} with ${amount(rival.value)}`];
}

function requestContest(platform: string, ours: string, rivals: readonly string[]): Contest {
  const id = (contender: string): string => `field.${contender}.${platform}.cpu`;
  return { ours: id(ours), rivals: rivals.map(id) };
}

function callContest(form: string, ours: string, rivals: readonly string[]): Contest {
  const id = (contender: string): string => `calls.${contender}.${form}`;
  return { ours: id(ours), rivals: rivals.map(id) };
}
