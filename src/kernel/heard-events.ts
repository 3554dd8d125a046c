/** Which events the work here is a consequence of hearing. A listener is not told of what listening to the same event has caused: it would never end. */
import { createContextKey, type Context } from '@opentelemetry/api';
import type { TelemetryEventName } from './telemetry-events.js';

const HEARD = createContextKey('nestjs-observability heard');

export function hasHeard(ambient: Context, event: TelemetryEventName): boolean {
  return heardIn(ambient).includes(event);
}

/** The context in which listeners to `event` run. */
export function hearing(ambient: Context, event: TelemetryEventName): Context {
  return ambient.setValue(HEARD, [...heardIn(ambient), event]);
}

function heardIn(ambient: Context): readonly TelemetryEventName[] {
  return (ambient.getValue(HEARD) as readonly TelemetryEventName[] | undefined) ?? NOTHING;
}

const NOTHING: readonly TelemetryEventName[] = [];
