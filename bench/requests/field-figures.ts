/** The figures of one platform, from what all rounds came to. */
import { median } from '../harness/median.js';
import type { Figure } from '../part.js';
import type { FieldEvidence, FieldWindow } from './field-process.js';
import { bare, contenders, type FieldRow } from './field-rows.js';
import type { FieldTally } from './field-tally.js';
import { platformNames, type Platform } from './hello.js';

const MIB = 2 ** 20;
const OURS = rowOf('ours-10');
const AUTO = rowOf('otel-auto-10');

/** Each is a window's value over that of the bare process in the same round. */
const ratios = [
  { suffix: 'cpu', title: 'CPU per request', of: (window: FieldWindow) => window.cpuMicrosPerRequest, unit: 'µs' },
  {
    suffix: 'throughput',
    title: 'requests per second',
    of: (window: FieldWindow) => window.requestsPerSecond,
    unit: '/s',
  },
  { suffix: 'p99', title: 'p99 at saturation', of: (window: FieldWindow) => window.p99Ms, unit: 'ms' },
] as const;

/** Each is one value per process. */
const amounts = [
  {
    suffix: 'exported',
    title: 'exported per request',
    unit: 'bytes',
    of: ({ received, sent }: FieldEvidence) => received.bytes / sent,
  },
  {
    suffix: 'rss',
    title: 'resident memory after load',
    unit: 'MiB',
    of: ({ rssBytes }: FieldEvidence) => rssBytes / MIB,
  },
] as const;

export function* fieldFigures(platform: Platform, tally: FieldTally, quietness: string): Iterable<Figure> {
  for (const row of contenders) {
    if (tally.evidenceOf(row.id).length === 0) continue;
    yield* ratioFigures(row, platform, tally, quietness);
    yield* amountFigures(row, platform, tally);
  }
  yield* overheadFigure(platform, tally);
}

function* ratioFigures(row: FieldRow, platform: Platform, tally: FieldTally, quietness: string): Iterable<Figure> {
  for (const { suffix, title, of, unit } of ratios) {
    const samples = tally.perRound([row.id, bare.id], (window, ofBare) => of(window!) / of(ofBare!));
    const [absolute, ofBare] = [row.id, bare.id].map((id) => median(tally.perRound([id], (window) => of(window!))));
    yield {
      id: `field.${row.id}.${platform}.${suffix}`,
      title: `${row.title}, ${platformNames[platform]}: ${title}`,
      unit: '× bare',
      value: median(samples),
      samples,
      proof: `${shown(ofBare!)} → ${shown(absolute!)} ${unit}; ${tally.proofOf(row)}; ${quietness}`,
    };
  }
}

function* amountFigures(row: FieldRow, platform: Platform, tally: FieldTally): Iterable<Figure> {
  for (const { suffix, title, of, unit } of amounts) {
    const samples = tally.evidenceOf(row.id).map(of);
    yield {
      id: `field.${row.id}.${platform}.${suffix}`,
      title: `${row.title}, ${platformNames[platform]}: ${title}`,
      unit,
      value: median(samples),
      samples,
      proof: `bare ${shown(median(tally.evidenceOf(bare.id).map(of)))} ${unit}; ${tally.proofOf(row)}`,
    };
  }
}

/** How much ours adds to a bare request, as a share of what the auto-instrumentations add; both at 10 %. */
function* overheadFigure(platform: Platform, tally: FieldTally): Iterable<Figure> {
  const samples = tally.perRound(
    [OURS.id, AUTO.id, bare.id],
    (ours, auto, ofBare) => added(ours!, ofBare!) / added(auto!, ofBare!),
  );
  if (samples.length === 0) return;
  yield {
    id: `field.ours-vs-auto.${platform}`,
    title: `ours at 10 %, ${platformNames[platform]}: CPU added to a bare request`,
    unit: '× what OpenTelemetry auto-instrumentations add',
    value: median(samples),
    samples,
    proof: [OURS, AUTO].map((row) => `${row.title}: ${tally.proofOf(row)}`).join('; '),
  };
}

function added(window: FieldWindow, ofBare: FieldWindow): number {
  return window.cpuMicrosPerRequest - ofBare.cpuMicrosPerRequest;
}

function rowOf(id: string): FieldRow {
  return contenders.find((row) => row.id === id)!;
}

function shown(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}
