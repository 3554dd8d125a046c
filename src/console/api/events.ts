/** `GET events`: what requests, messages and jobs have caused, chain by chain. */
import { correlationsOf, type Correlation } from '../recorder/causal-chain.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { EventsAnswer } from '../shapes/index.js';

const MAX_CORRELATIONS = 200;

export class EventsResource implements ConsoleResource {
  readonly name = 'events';

  constructor(private readonly traces: Pick<TraceStore, 'spans'>) {}

  /** `?q=` is a part of a name or of an id. */
  read(query: URLSearchParams): Omit<EventsAnswer, 'version'> {
    const wanted = (query.get('q') ?? '').trim().toLowerCase();
    const fits = ({ name, correlationId }: Correlation): boolean =>
      `${name}\n${correlationId}`.toLowerCase().includes(wanted);
    return { correlations: correlationsOf(this.traces.spans()).filter(fits).slice(0, MAX_CORRELATIONS) };
  }
}
