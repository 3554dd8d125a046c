/**
 * A packet between its arrival and its handler. Nest hands a handler the payload and a context object that, before Nest 12 and
 * for MQTT, does not show the packet's metadata; and where no handler is found, nobody is told. So the arrival is ambient meanwhile.
 */
import { context, createContextKey } from '@opentelemetry/api';

const ARRIVAL = createContextKey('nestjs-observability packet arrival');

export class PacketArrival {
  metadata: unknown;
  /** Look-ups of the handler under way: a server's own look-up may ask its base class first. */
  lookUps = 0;
  isUnmatched = false;

  constructor(readonly server: object) {}

  /** Runs the server's own way with the packet. */
  run<T>(work: (...args: unknown[]) => T, args: unknown[]): T {
    return context.with(context.active().setValue(ARRIVAL, this), work, this.server, ...args);
  }
}

export function arrivalAt(server: object): PacketArrival | undefined {
  const arrival = context.active().getValue(ARRIVAL) as PacketArrival | undefined;
  return arrival?.server === server ? arrival : undefined;
}

/** Clients put it beside pattern, data and id; Nest 12 knows the field, older servers ignore it. */
export function metadataOf(packet: unknown): unknown {
  return (packet as { metadata?: unknown } | null | undefined)?.metadata;
}
