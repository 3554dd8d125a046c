/**
 * The cardinality guard: an unbounded label folds, and what was folded is all there, in the series that says so; what was admitted
 * stays as it was counted. By the limit of a label, and by the limit of a metric.
 */
import { MetricsService } from 'nestjs-observability';
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import { nameOf } from './accounting/series.js';
import { startDesk } from './desk.js';
import { Folding } from './guard/folding.js';
import { ShopController } from './http/shop.js';
import { Visitor } from './http/visitor.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.guard';
const MAX_LABEL_VALUES = 20;
const MAX_SERIES = 60;
const RECORDINGS = 2_000;
const IDS = 500;
const SIZES = ['s', 'm', 'l', 'xl', 'xxl'];
const REQUESTS = 40;

export async function guard(attempt: Attempt): Promise<void> {
  const desk = await startDesk({
    platform: attempt.round % 2 === 0 ? 'express' : 'fastify',
    controllers: [ShopController],
    observability: { logs: { level: 'fatal' }, metrics: { maxLabelValues: MAX_LABEL_VALUES, maxSeries: MAX_SERIES } },
  });
  try {
    const ledger = new Ledger();
    recordIds(attempt, ledger, desk.app.get(MetricsService));
    await visitMany(attempt, ledger, desk.port);
    const inspection = new Inspection(desk.scrape, ledger);
    const wrong = [...(await inspection.look()), ...tooWide(inspection)];
    tell(attempt, { attackClass: ATTACK_CLASS, compared: inspection.samples.size, wrong });
  } finally {
    await desk.close();
  }
}

function recordIds({ dice }: Attempt, ledger: Ledger, metrics: MetricsService): void {
  const labelNames = ['id', 'size'] as const;
  const counter = metrics.counter('guarded_total', { labelNames });
  const histogram = metrics.histogram('guarded_bytes', { labelNames, buckets: [10, 100] });
  const [counted, observed] = [newFolding(), newFolding()];
  for (let recording = 0; recording < RECORDINGS; recording++) {
    const [id, size, amount] = [`id-${dice.below(IDS)}`, dice.pick(SIZES), dice.below(200)];
    counter.inc({ id, size }, amount);
    histogram.observe({ id, size }, amount);
    ledger.note('guarded_total', counted.admit(id, size), amount);
    const series = observed.admit(id, size);
    ledger.note('guarded_bytes_count', series);
    ledger.note('guarded_bytes_sum', series, amount);
  }
  const labels = { signal: 'metrics', reason: 'cardinality' };
  ledger.note('observability_dropped_total', labels, counted.folds + observed.folds);
}

function newFolding(): Folding {
  return new Folding(MAX_LABEL_VALUES, MAX_SERIES);
}

/** Paths of nobody's, and items by the hundred, make no series of their own. */
async function visitMany({ dice }: Attempt, ledger: Ledger, port: number): Promise<void> {
  const visitor = new Visitor(port, 1, ledger, dice);
  for (let request = 0; request < REQUESTS; request++) await visitor.visit();
  await visitor.close();
}

/** The overflow may stand beside what was admitted. */
function tooWide({ samples }: Inspection): readonly string[] {
  const names = [...samples.keys()].map(nameOf);
  const widths = new Map<string, number>();
  for (const name of names.filter((one) => /_(total|count)$/.test(one))) widths.set(name, (widths.get(name) ?? 0) + 1);
  return [...widths]
    .filter(([, width]) => width > MAX_SERIES + 1)
    .map(([name, width]) => `${name} has ${width} series`);
}
