/** Ours, in an application whose spans have a receiver while no trace is sampled. */
import { Counted, MetricsService, Timed, Traced } from 'nestjs-observability';
import { insideOperation, ownApplication } from './own-application.js';
import { underSampledCaller } from './sampled-caller.js';
import { callOnce, expectCount, outside, type CallsMade, type SetUp } from './set-up.js';
import { SpanCounter } from './span-counter.js';

export async function setUpUnsampled(): Promise<SetUp> {
  const spans = new SpanCounter();
  const app = await ownApplication({
    traces: { sampleRatio: 0 },
    plugins: [{ name: 'span-counter', spanProcessors: [spans] }],
  });
  const metrics = app.get(MetricsService);
  return {
    places: { outside, unsampled: insideOperation(app) },
    contenders: [
      { name: 'counted', decorators: [Counted()], place: 'outside' },
      { name: 'timed', decorators: [Timed()], place: 'outside' },
      { name: 'traced-outside', decorators: [Traced()], place: 'outside' },
      { name: 'traced-unsampled', decorators: [Traced()], place: 'unsampled' },
      { name: 'all', decorators: [Traced(), Timed(), Counted()], place: 'unsampled' },
    ],
    async prove(made) {
      for (const one of made) expectRecorded(metrics, one);
      expectCount('spans of unsampled calls', spans.seen, 0);
      return `all counted and timed, 0 spans while unsampled, ${await spansOnceSampled(made, spans)} of as many once sampled`;
    },
    close: () => app.close(),
  };
}

function expectRecorded(metrics: MetricsService, { contender, className, calls }: CallsMade): void {
  const { name } = contender;
  const counted = metrics.read('method_calls_total', { class: className });
  if (name === 'counted' || name === 'all') expectCount(`${className}, counted`, counted, calls);
  const durations = metrics.read('method_duration_seconds', { class: className });
  const timed = typeof durations === 'object' ? durations.count : undefined;
  if (name === 'timed' || name === 'all') expectCount(`${className}, timed`, timed, calls);
}

async function spansOnceSampled(made: readonly CallsMade[], spans: SpanCounter): Promise<number> {
  const traced = made.filter(({ contender }) => contender.name.startsWith('traced') || contender.name === 'all');
  for (const one of traced) await underSampledCaller(() => callOnce(one));
  expectCount('spans of sampled calls', spans.seen, traced.length * 8);
  return spans.seen;
}
