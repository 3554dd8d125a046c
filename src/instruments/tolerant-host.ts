/**
 * An application's own metric may have the name of one of ours. While it starts that is an error; what is first measured later
 * is then left out and told once, since the call that came upon it is the application's work.
 */
import {
  noMeter,
  type Meter,
  type MetricDefinition,
  type MetricType,
  type OperationConvention,
} from '../kernel/index.js';
import type { InstrumentHost } from './instrument.js';

export function tolerantHost(host: InstrumentHost, hasStarted: () => boolean): InstrumentHost {
  const attempt = <T>(name: string, act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch (error) {
      if (!hasStarted()) throw error;
      host.pipeline.diagnostics.failed('instruments', name, error);
      return otherwise;
    }
  };
  const define = <T extends MetricType>(definition: MetricDefinition & { readonly type: T }) =>
    attempt(definition.name, () => host.meter.define(definition), noMeter.define(definition));
  const measure = (conventions: readonly OperationConvention[]): void => {
    for (const convention of conventions) attempt(convention.kind, () => host.measure([convention]), undefined);
  };
  // Who asks whether anybody counts compares it with `noMeter`.
  const meter: Meter = host.meter === noMeter ? noMeter : { define };
  return { ...host, meter, measure };
}
