/** The `http` part of the transport family: cells bound ahead, one addition per fact, whether or not anybody traces. */
import type { Meter, MeterCells, MeterFamily, Outcome } from '../../kernel/index.js';
import {
  transportBodyBytes,
  transportConnectDuration,
  transportConnectionsCreated,
  transportConnectionsReused,
  transportErrors,
  transportFirstByte,
  transportHeaderDuration,
  transportOperations,
  transportTransfer,
} from './transport.metrics.js';

type Counter = MeterCells['counter'];
type EndCells = Partial<Record<Outcome, Counter>>;

const HTTP = ['http'];

export class HttpTransport {
  readonly firstByteSeconds: MeterCells['histogram'];
  readonly headerSeconds: MeterCells['histogram'];
  readonly transferSeconds: MeterCells['histogram'];
  readonly bytesSent: Counter;
  readonly bytesReceived: Counter;
  readonly reused: Counter;
  private readonly created: Counter;
  private readonly connectSeconds: MeterCells['histogram'];
  private readonly operations: MeterFamily<'counter'>;
  private readonly errors: MeterFamily<'counter'>;
  private readonly endCells = new Map<string, EndCells>();

  constructor(meter: Meter) {
    this.operations = meter.define(transportOperations);
    this.errors = meter.define(transportErrors);
    this.connectSeconds = meter.define(transportConnectDuration).cell(HTTP);
    this.firstByteSeconds = meter.define(transportFirstByte).cell(HTTP);
    this.headerSeconds = meter.define(transportHeaderDuration).cell(HTTP);
    this.transferSeconds = meter.define(transportTransfer).cell(HTTP);
    const bodies = meter.define(transportBodyBytes);
    this.bytesSent = bodies.cell(['http', 'sent']);
    this.bytesReceived = bodies.cell(['http', 'received']);
    this.created = meter.define(transportConnectionsCreated).cell(HTTP);
    this.reused = meter.define(transportConnectionsReused).cell(HTTP);
  }

  /** @param seconds undefined where the connection was handed over open */
  opened(seconds: number | undefined): void {
    this.created.add(1);
    if (seconds !== undefined) this.connectSeconds.observe(seconds);
  }

  /** @param method one of the known methods or `_OTHER` */
  ended(method: string, outcome: Outcome, errorType: string | undefined): void {
    this.endCell(method, outcome).add(1);
    if (outcome === 'error') this.errors.cell(['http', errorType ?? '_OTHER']).add(1);
  }

  private endCell(method: string, outcome: Outcome): Counter {
    let cells = this.endCells.get(method);
    if (cells === undefined) this.endCells.set(method, (cells = {}));
    return (cells[outcome] ??= this.operations.cell(['http', method, outcome]));
  }
}
