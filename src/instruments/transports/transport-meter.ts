/** What is counted of one transport; series appear with what a transport is told to have, since few have all of it. */
import {
  transportBodyBytes,
  transportConnectDuration,
  transportConnectionsCreated,
  transportConnectionsReused,
  transportErrors,
  transportFirstByte,
  transportHeaderDuration,
  transportMessageSize,
  transportOperations,
  transportSerialization,
  transportTransfer,
  type TransportDirection,
} from '../../sources/index.js';
import type { Meter, Outcome } from '../../kernel/index.js';

type Families = ReturnType<typeof transportFamilies>;

export function transportFamilies(meter: Meter) {
  return {
    operations: meter.define(transportOperations),
    errors: meter.define(transportErrors),
    connect: meter.define(transportConnectDuration),
    firstByte: meter.define(transportFirstByte),
    transfer: meter.define(transportTransfer),
    serialization: meter.define(transportSerialization),
    header: meter.define(transportHeaderDuration),
    bodyBytes: meter.define(transportBodyBytes),
    messageSize: meter.define(transportMessageSize),
    created: meter.define(transportConnectionsCreated),
    reused: meter.define(transportConnectionsReused),
  };
}

type Timed = 'firstByte' | 'transfer' | 'header';

export class TransportMeter {
  private readonly labels: readonly string[];

  constructor(
    readonly transport: string,
    private readonly families: Families,
  ) {
    this.labels = [transport];
  }

  took(part: Timed, seconds: number): void {
    this.families[part].cell(this.labels).observe(seconds);
  }

  created(seconds: number): void {
    this.families.created.cell(this.labels).add(1);
    this.families.connect.cell(this.labels).observe(seconds);
  }

  reused(): void {
    this.families.reused.cell(this.labels).add(1);
  }

  serialized(direction: TransportDirection, seconds: number): void {
    this.families.serialization.cell([this.transport, direction]).observe(seconds);
  }

  body(direction: TransportDirection, bytes: number): void {
    this.families.bodyBytes.cell([this.transport, direction]).add(bytes);
  }

  message(direction: TransportDirection, bytes: number): void {
    this.families.messageSize.cell([this.transport, direction]).observe(bytes);
  }

  operation(operation: string, outcome: Outcome): void {
    this.families.operations.cell([this.transport, operation, outcome]).add(1);
  }

  failed(errorType: string): void {
    this.families.errors.cell([this.transport, errorType]).add(1);
  }
}
