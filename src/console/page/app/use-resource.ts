/** What a page shows of a resource: the newest answer, asked for again when the application says that something has changed. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LiveBatch } from '../../shapes/index.js';
import type { ApiError } from './api.js';
import { onBatch } from './live.js';
import { toParams, type ParamValues } from './params.js';
import { keptValue, Question, urlOf, type Answer } from './question.js';

export type LiveTopic = 'traces' | 'logs' | LiveBatch['changed'][number];

export interface ResourceOptions {
  /** Asks again after this time, whatever the stream says. */
  readonly refreshMs?: number;
  /** Asks again when one of these has changed, at most once a second. */
  readonly on?: readonly LiveTopic[];
}

export interface Resource<T> {
  /** The newest answer; an earlier question's while the answer to this one is on its way. */
  readonly value: T | undefined;
  readonly error: ApiError | undefined;
  readonly isLoading: boolean;
  /** Whether `value` answers an earlier question. */
  readonly isStale: boolean;
  reload(): void;
}

/** @param resource null asks nothing */
export function useResource<T>(
  resource: string | null,
  params?: ParamValues | URLSearchParams,
  { refreshMs, on = [] }: ResourceOptions = {},
): Resource<T> {
  const query = toParams(params).toString();
  const url = urlOf(resource, query);
  const [answer, setAnswer] = useState<Answer<T>>({ url: '', isLoading: true });
  const question = useMemo(() => new Question<T>(resource, query, setAnswer), [url]);
  const topics = on.join(' ');

  useEffect(() => question.start(refreshMs), [question, refreshMs]);
  useEffect(() => onBatch((batch) => void (concerns(batch, topics) && question.askSoon())), [question, topics]);
  return resourceOf(answer, url, question, useRef<T | undefined>(undefined));
}

function resourceOf<T>(
  answer: Answer<T>,
  url: string,
  question: Question<T>,
  last: { current: T | undefined },
): Resource<T> {
  const isCurrent = answer.url === url;
  const value = isCurrent ? answer.value : (keptValue(url) as T | undefined);
  if (value !== undefined || (isCurrent && answer.error !== undefined)) last.current = value;
  const isStale = value === undefined && (!isCurrent || answer.isLoading) && last.current !== undefined;
  return {
    value: isStale ? last.current : value,
    error: isCurrent ? answer.error : undefined,
    isLoading: !isCurrent || answer.isLoading,
    isStale,
    reload: question.ask,
  };
}

function concerns(batch: LiveBatch, topics: string): boolean {
  return topics.split(' ').some((topic) => {
    if (topic === 'traces') return batch.traces.length + batch.omittedTraces + batch.removedTraceIds.length > 0;
    if (topic === 'logs') return batch.logs.length + batch.omittedLogs > 0;
    return (batch.changed as readonly string[]).includes(topic);
  });
}
