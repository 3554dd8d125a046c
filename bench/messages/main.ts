/**
 * `npm run bench:messages`: what the module costs per RPC message, WebSocket message and queue job, as ratios beside their limits.
 * The queue needs a Redis: the environment's, or one that is started for it.
 */
import { measureMessageCost } from './message-cost.js';
import type { Subject } from './message-subjects.js';
import type { Cost } from '../harness/paired-windows.js';
import type { Variant } from '../requests/variants.js';

const isShort = process.argv.includes('--short');
const pairs = isShort ? 8 : 30;

const SUBJECTS: readonly (readonly [Subject, title: string, count: number])[] = [
  ['rpc', 'RPC message in the process', 20_000],
  ['websocket', 'WebSocket message, answered', 5_000],
  ['queue', 'queue job, added and processed', 500],
];
const VARIANTS: readonly (readonly [Variant, title: string])[] = [
  ['metrics', 'metrics'],
  ['sampled', 'metrics + 10 % sampling'],
];

async function main(): Promise<void> {
  for (const [subject, title, count] of SUBJECTS) {
    for (const [variant, options] of VARIANTS) {
      if (subject === 'queue' && process.env['TEST_REDIS_URL'] === undefined)
        throw new Error('TEST_REDIS_URL is not set');
      const cost = await measureMessageCost(subject, variant, pairs, count);
      if (cost.countedOn !== cost.sentOn) throw new Error(`${title}: sent ${cost.sentOn}, counted ${cost.countedOn}`);
      process.stdout.write(`${show(`${title}, ${options}, on ÷ off`, cost)}\n`);
    }
  }
}

function show(figure: string, { ratio, offMicros, onMicros, countedOn, sentOn, spansSeen }: Cost): string {
  const micros = `${offMicros.toFixed(2)} → ${onMicros.toFixed(2)} µs`;
  return `${figure.padEnd(64)} ${ratio.toFixed(3)}  ${micros}; ${countedOn} of ${sentOn} counted, ${spansSeen} spans`;
}

void main();
