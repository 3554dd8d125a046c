/** The numbers of one connection from its opening to its end, whoever tells them. */
import {
  errorTypeOf,
  propertyOf,
  type Clock,
  type Meter,
  type MeterCells,
  type MeterFamily,
  type Outcome,
} from '../../kernel/index.js';
import { connectionDuration, connectionErrors, connectionsActive, connectionsOpened } from './connection.metrics.js';

export interface ConnectionEnd {
  readonly outcome: Outcome;
  /** Bounded by the protocols and their libraries; undefined unless the outcome is an error. */
  readonly errorType?: string;
  readonly error?: unknown;
}

/** One connection that is counted; only its first end counts. */
export interface CountedConnection {
  end(end: ConnectionEnd): void;
}

export class ConnectionCounts {
  private readonly opened: MeterCells['counter'];
  private readonly active: MeterCells['gauge'];
  private readonly duration: MeterFamily<'histogram'>;
  private readonly errors: MeterFamily<'counter'>;

  constructor(
    meter: Meter,
    private readonly clock: Clock,
  ) {
    this.opened = meter.define(connectionsOpened).cell([]);
    this.active = meter.define(connectionsActive).cell([]);
    this.duration = meter.define(connectionDuration);
    this.errors = meter.define(connectionErrors);
  }

  begin(): CountedConnection {
    const startedAtMs = this.clock.now();
    let isOver = false;
    this.opened.add(1);
    this.active.add(1);
    const end = (how: ConnectionEnd): void => {
      if (!isOver) this.ended(how, startedAtMs);
      isOver = true;
    };
    return { end };
  }

  private ended({ outcome, errorType }: ConnectionEnd, startedAtMs: number): void {
    this.active.add(-1);
    this.duration.cell([outcome]).observe((this.clock.now() - startedAtMs) / 1000);
    if (errorType !== undefined) this.errors.cell([errorType]).add(1);
  }
}

const CODE = /^[\w-]{1,64}$/;

/** An end by an error, such as a reset or a frame against the protocol: its code in lower case, else its class. */
export function endByError(error: unknown): ConnectionEnd & { readonly errorType: string } {
  const code = propertyOf(error, 'code');
  const errorType = typeof code === 'string' && CODE.test(code) ? code.toLowerCase() : errorTypeOf(error);
  return { outcome: 'error', errorType, error };
}
