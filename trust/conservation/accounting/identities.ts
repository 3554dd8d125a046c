/** What began has ended or is under way; what is counted twice is counted the same. Of every page, whatever was done. */
import { hasName, labelsTextOf, nameOf, totalOf, type Samples } from './series.js';

interface Balance {
  readonly began: string;
  readonly ended: string;
  readonly active: string;
}

/** Over all series of each name. */
const BALANCES: readonly Balance[] = [
  { began: 'sessions_created_total', ended: 'session_duration_seconds_count', active: 'sessions_active' },
  { began: 'connections_total', ended: 'connection_duration_seconds_count', active: 'connections_active' },
  { began: 'child_process_spawns_total', ended: 'child_process_exits_total', active: 'child_processes_active' },
];

interface Twins {
  readonly one: string;
  readonly other: string;
}

/** Series by series: what has the same labels has the same count. */
const TWINS: readonly Twins[] = [
  { one: 'http_requests_total', other: 'http_request_duration_seconds_count' },
  { one: 'method_calls_total', other: 'method_duration_seconds_count' },
];

export function brokenIdentities(samples: Samples): readonly string[] {
  return [
    ...BALANCES.flatMap((balance) => brokenBalance(samples, balance)),
    ...TWINS.flatMap((twins) => unlike(samples, twins)),
  ];
}

function brokenBalance(samples: Samples, { began, ended, active }: Balance): string[] {
  const [beganCount, endedCount, activeCount] = [began, ended, active].map((name) => totalOf(samples, name));
  if (beganCount === endedCount! + activeCount!) return [];
  return [`${began} is ${beganCount}, ${ended} ${endedCount}, ${active} ${activeCount}`];
}

function unlike(samples: Samples, { one, other }: Twins): string[] {
  if (!hasName(samples, one) || !hasName(samples, other)) return [];
  const labels = [...samples.keys()].filter((series) => [one, other].includes(nameOf(series))).map(labelsTextOf);
  return [...new Set(labels)]
    .map((text) => [text, samples.get(one + text) ?? 0, samples.get(other + text) ?? 0] as const)
    .filter(([, count, twin]) => count !== twin)
    .map(([text, count, twin]) => `${one}${text} is ${count}, ${other} ${twin}`);
}
