/** One query under way. It ends when the driver says so; what the driver returns stays the driver's. */
import { context, type Context } from '@opentelemetry/api';
import {
  operationIn,
  outcomeOf,
  spanIn,
  suppressTelemetry,
  type Attributes,
  type Operation,
} from '../../kernel/index.js';
import { boundTo, type Ending } from '../ending.js';
import type { DatabaseObserver } from './database-observer.js';
import type { QuerySubject } from './database.otel.js';
import { failureOf, type QueryFailure } from './query-error.js';
import type { QueryName } from './query-name.js';

/** What a driver knows of a query. */
export interface DatabaseQuery {
  readonly named: QueryName;
  /** Under OpenTelemetry's stable names; asked when somebody looks. */
  attributes(showsStatements: boolean): Attributes;
  /** What went wrong, by the driver's own understanding of an error or a response; missing: the error. */
  judge?(error: unknown, response: unknown): unknown;
}

export class QueryCall implements QuerySubject, Ending {
  private readonly operation: Operation;
  private readonly caller: Context;
  private failure: QueryFailure | undefined;

  constructor(
    private readonly observer: DatabaseObserver,
    private readonly query: DatabaseQuery,
    makesSpan: boolean,
  ) {
    const ambient = (this.caller = context.active());
    // Polling and start-up belong to nobody: they are counted, and begin no trace of their own.
    const isOrphan = operationIn(ambient) === undefined && spanIn(ambient) === undefined;
    const { name, labels } = query.named;
    this.operation = observer.pipeline.start({
      kind: 'database.query',
      name,
      labels,
      context: isOrphan || !makesSpan ? suppressTelemetry(ambient) : ambient,
      subject: this,
    });
  }

  attributes(): Attributes {
    return this.describe(this.observer.showsStatements);
  }

  attributesWithoutStatement(): Attributes {
    return this.describe(false);
  }

  private describe(showsStatements: boolean): Attributes {
    return {
      ...this.query.attributes(showsStatements),
      ...(this.failure && {
        'error.type': this.failure.status ?? this.failure.type,
        'db.response.status_code': this.failure.status,
      }),
    };
  }

  /** Never throws: it stands between the driver and its caller. */
  ended(error?: unknown, response?: unknown): void {
    const { operation, observer, query } = this;
    if (operation.isEnded) return;
    try {
      this.end(query.judge === undefined ? error : query.judge(error, response));
    } catch (fault) {
      observer.pipeline.diagnostics.failed('database', 'end', fault);
      observer.pipeline.end(operation, { outcome: error === undefined ? 'ok' : 'error', error });
    }
  }

  private end(error: unknown): void {
    const { operation, observer } = this;
    if (error === undefined || error === null) {
      observer.pipeline.end(operation, { outcome: 'ok' });
      return;
    }
    const outcome = outcomeOf(error);
    this.failure = failureOf(error);
    if (outcome === 'error') observer.failed(this.query.named.operation, this.failure.type);
    observer.pipeline.end(operation, { outcome, error });
  }

  /** For callbacks that get an error first. */
  bind<F>(callback: F): F {
    return boundTo(this.caller, callback, (error, response) => this.ended(error, response));
  }
}
