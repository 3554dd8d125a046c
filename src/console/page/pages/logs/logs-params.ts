/** What the list of log lines shows, as its address says it. */
import type { LogLevelName, LogRow } from '../../../shapes/index.js';

/** From the quietest to the loudest. */
export const logLevels: readonly LogLevelName[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export interface LogsParams {
  readonly query: string;
  /** The lowest shown. */
  readonly level: LogLevelName;
  /** The line whose details are open, by `lineName`. */
  readonly line: string | undefined;
}

export function readLogsParams(params: URLSearchParams): LogsParams {
  return {
    query: params.get('q') ?? '',
    level: logLevels.find((level) => level === params.get('level')) ?? 'trace',
    line: params.get('line') ?? undefined,
  };
}

/** Whether a line of this level is shown. */
export function isShown(level: LogLevelName, lowest: LogLevelName): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(lowest);
}

/** Names a line for good: numbers begin anew with the process, its start does not come again. */
export function lineName({ sequence }: Pick<LogRow, 'sequence'>, startedAtMs: number): string {
  return `${sequence}.${Math.round(startedAtMs).toString(36)}`;
}

/** The number of a line; undefined for one of another process. */
export function sequenceIn(line: string, startedAtMs: number): number | undefined {
  const sequence = Number.parseInt(line, 10);
  return lineName({ sequence }, startedAtMs) === line ? sequence : undefined;
}
