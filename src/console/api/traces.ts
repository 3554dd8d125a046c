/** `GET traces`: those in memory that fit a query, in the order that is asked for. */
import type { Sampling } from '../../tracing/index.js';
import { traceOrder } from '../recorder/trace-order.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { TracesAnswer } from '../shapes/index.js';
import { limitOf, numberOf } from './query-number.js';
import { traceSelection } from './trace-selection.js';

const USUAL_ROWS = 100;
const MAX_ROWS = 1_000;

export class TracesResource implements ConsoleResource {
  readonly name = 'traces';

  /** @param sampling undefined where traces are off */
  constructor(
    private readonly traces: TraceStore,
    private readonly sampling: Pick<Sampling, 'describe'> | undefined,
  ) {}

  read(query: URLSearchParams): Omit<TracesAnswer, 'version'> {
    const { selection, problems } = traceSelection(query);
    const found = this.traces.rows({
      ...selection,
      order: traceOrder(query.get('sort')),
      limit: limitOf(query, USUAL_ROWS, MAX_ROWS),
      beforeSequence: numberOf(query, 'beforeSequence'),
    });
    return { ...found, problems, sampleRatio: this.sampling?.describe().ratio ?? 0 };
  }
}
