/** A CPU profile in one line of the log. */
import type { CpuProfile, FunctionName, ProfileCause } from './profile.js';

export function headline({ id, cause, durationMs, hotFunctions, routes }: CpuProfile): string {
  const [hottest] = hotFunctions;
  const [route] = routes;
  const seconds = (durationMs / 1000).toFixed(1);
  const parts = [
    ...(hottest === undefined ? [] : [`${percent(hottest.share)} in ${placeOf(hottest)}`]),
    ...(route === undefined ? [] : [`${percent(route.share)} for ${route.name}`]),
  ];
  return `CPU profile ${id} of ${seconds} s, ${reasonOf(cause)}: ${parts.join(', ') || 'nothing ran'}`;
}

/** Why it was taken, as the end of a sentence. */
export function reasonOf(cause: ProfileCause): string {
  switch (cause.type) {
    case 'asked':
      return 'as asked';
    case 'schedule':
      return 'as scheduled';
    case 'request':
      return cause.request;
    case 'event_loop_delay':
      return `the event loop was ${cause.delayMs} ms late`;
    case 'slo_burn':
      return `objective ${cause.slo} burns`;
    case 'slow_operation':
      return `${cause.operation} took ${Math.round(cause.durationMs)} ms`;
  }
}

/** `sum (src/orders.ts:12)` */
export function placeOf({ name, file, line }: FunctionName): string {
  return line === undefined ? name : `${name} (${file}:${line})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
