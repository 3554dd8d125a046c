/** `GET logs`: lines of the log, the newest first. */
import { invalid } from '../../endpoints/index.js';
import { compileLogQuery, parse } from '../query/index.js';
import { LOG_LEVELS } from '../recorder/log-row.js';
import type { LogStore } from '../recorder/log-store.js';
import type { ConsoleResource } from '../resource.js';
import type { LogLevelName, LogsAnswer } from '../shapes/index.js';
import { limitOf, numberOf } from './query-number.js';

const USUAL_ROWS = 200;
const MAX_ROWS = 1_000;

export class LogsResource implements ConsoleResource {
  readonly name = 'logs';

  constructor(private readonly logs: LogStore) {}

  read(query: URLSearchParams): Omit<LogsAnswer, 'version'> {
    const text = query.get('q') ?? '';
    const { fits, problems } = compileLogQuery(parse(text));
    const selected = this.logs.rows({
      // Lines are made into rows only where there is something to look for.
      fits: text.trim() === '' ? undefined : fits,
      level: levelIn(query),
      traceId: query.get('traceId') ?? undefined,
      fromMs: numberOf(query, 'fromMs'),
      toMs: numberOf(query, 'toMs'),
      limit: limitOf(query, USUAL_ROWS, MAX_ROWS),
      beforeSequence: numberOf(query, 'beforeSequence'),
    });
    return { ...selected, evicted: this.logs.evicted, problems };
  }
}

function levelIn(query: URLSearchParams): LogLevelName {
  const level = query.get('level') ?? 'trace';
  if (LOG_LEVELS.includes(level as LogLevelName)) return level as LogLevelName;
  throw invalid(`level must be one of ${LOG_LEVELS.join(', ')}`, 'leave it out for all of them', level);
}
