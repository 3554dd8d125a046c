/**
 * What leaves the application over a transport that the library cannot see by itself: a line protocol over stdio, a socket of one's
 * own, a client that no source knows. Its numbers have the same meaning as those of outgoing HTTP calls.
 */
import { ByName } from '../by-name.js';
import { getInstrument } from '../get-instrument.js';
import { HandleKeeper } from '../handle.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { Transport } from './transport.js';
import { TransportMeter, transportFamilies } from './transport-meter.js';

const MAX_NAMES = 100;

/**
 * Transports that the library cannot see: what is sent, how long it takes, and how connections come about.
 *
 * @example
 * ```ts
 * const stdio = getInstrument(TransportsInstrument).transport('stdio');
 *
 * const stop = stdio.observe(fork('worker.js', { silent: true }));
 * ```
 */
export class TransportsInstrument extends Instrument {
  readonly name = 'transports';
  private readonly keeper: HandleKeeper;
  private readonly byName: ByName<Transport>;

  constructor(host: InstrumentHost) {
    super(host);
    this.keeper = new HandleKeeper(this.name, host.pipeline);
    const families = transportFamilies(host.meter);
    this.byName = new ByName(MAX_NAMES, (name) => new Transport(name, new TransportMeter(name, families), this.keeper));
  }

  /**
   * The transport of this name; keep what this returns.
   *
   * @param name `stdio`, `tcp`, `nats`, …: a handful of values; becomes the label `transport`
   */
  transport(name: string): Transport {
    return this.byName.of(this.given.name(name));
  }

  override close(): void {
    this.keeper.close();
    for (const one of this.byName.values()) one.close();
  }
}

/**
 * A transport of the application this code runs in, for code outside Nest's injector: `transport('stdio').serialize(fn)`.
 *
 * @example
 * ```ts
 * const body = transport('stdio').serialize(() => JSON.stringify({ orders: orders.open() }));
 * ```
 */
export function transport(name: string): Transport {
  return getInstrument(TransportsInstrument).transport(name);
}
