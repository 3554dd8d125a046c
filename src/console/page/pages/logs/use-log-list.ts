/** The lines that fit, kept up to date from above and from below; Back finds those that were there. */
import { useEffect, useState } from 'preact/hooks';
import type { LogLevelName, LogsAnswer } from '../../../shapes/index.js';
import { getJson } from '../../app/api.js';
import { session } from '../../app/session.js';
import { useResource, type Resource } from '../../app/use-resource.js';
import { noLines, withNewest, withOlder, type LogList } from './log-list.js';

export interface LogLines {
  readonly resource: Resource<LogsAnswer>;
  readonly list: LogList;
  /** Asks for what is missing below a line. */
  fill(below: number): void;
}

const pageSize = 200;
const maxKeptLists = 8;
/** By what was asked, of which process. */
const keptLists = new Map<string, LogList>();

export function useLogList(query: string, level: LogLevelName): LogLines {
  const process = session.value?.processId ?? '';
  // With the process in it, so that no answer of the one before is taken for one of this.
  const params = { q: query, level, limit: pageSize, process };
  const key = `${process} ${level} ${query}`;
  const resource = useResource<LogsAnswer>('logs', params, { on: ['logs'] });
  const [, show] = useState(0);
  const put = (list: LogList): void => {
    if (keep(key, list)) show((count) => count + 1);
  };
  const { value, isStale } = resource;
  useEffect(() => {
    if (value !== undefined && !isStale) put(withNewest(keptLists.get(key) ?? noLines, value));
  }, [value, isStale, key]);
  const fill = async (below: number): Promise<void> => {
    const answer = await getJson<LogsAnswer>('logs', { ...params, beforeSequence: below });
    put(withOlder(keptLists.get(key) ?? noLines, below, answer));
  };
  return { resource, list: keptLists.get(key) ?? noLines, fill: (below) => void fill(below).catch(() => undefined) };
}

/** False where it is the one that is there. */
function keep(key: string, list: LogList): boolean {
  const isNew = keptLists.get(key) !== list;
  keptLists.delete(key);
  keptLists.set(key, list);
  const [oldest] = keptLists.keys();
  if (keptLists.size > maxKeptLists && oldest !== undefined) keptLists.delete(oldest);
  return isNew;
}
