/** `GET errors` and `GET error?fingerprint=`: failures by what is the same about them. */
import { invalid, notKept } from '../../endpoints/index.js';
import type { Clock, SourceLines } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import type { ErrorGroups, KeptGroup } from '../recorder/error-groups.js';
import type { StackLine } from '../recorder/error-stack.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { ErrorAnswer, ErrorFrame, ErrorGroup, ErrorsAnswer } from '../shapes/index.js';

export interface ErrorSurroundings {
  readonly errors: ErrorGroups;
  readonly traces: Pick<TraceStore, 'get'>;
  readonly source: SourceLines;
  readonly redactor: Redactor;
  readonly clock: Clock;
}

const MAX_ROUTES = 20;

export class ErrorsResource implements ConsoleResource {
  readonly name = 'errors';

  constructor(private readonly surroundings: ErrorSurroundings) {}

  /** `?q=` is a part of the class, the message, a route or the fingerprint. */
  read(query: URLSearchParams): Omit<ErrorsAnswer, 'version'> {
    const wanted = (query.get('q') ?? '').trim().toLowerCase();
    const groups = this.surroundings.errors.groups().map((group) => groupOf(group, this.surroundings));
    return { groups: groups.filter((group) => textOf(group).includes(wanted)) };
  }
}

export class ErrorResource implements ConsoleResource {
  readonly name = 'error';

  constructor(private readonly surroundings: ErrorSurroundings) {}

  async read(query: URLSearchParams): Promise<Omit<ErrorAnswer, 'version'>> {
    const fingerprint = query.get('fingerprint');
    if (fingerprint === null) throw invalid('A group has a fingerprint', 'ask with `?fingerprint=`');
    const group = this.surroundings.errors.find(fingerprint);
    if (group === undefined) throw notKept('No such group of errors is in memory', fingerprint);
    return {
      group: groupOf(group, this.surroundings),
      stack: await this.stackOf(group),
      samples: group.samples.map((sample) => ({ ...sample, traceId: this.keptTrace(sample.traceId) })).toReversed(),
    };
  }

  private async stackOf({ stack }: KeptGroup): Promise<ErrorFrame[]> {
    const places = stack.flatMap(({ place, isInApp }) => (place === null ? [] : [{ ...place, called: '', isInApp }]));
    await this.surroundings.source.load(places);
    return stack.map((line) => ({ ...line, lines: this.linesAt(line) }));
  }

  /** Files are read when somebody asks, so that this is where their secrets are hidden. */
  private linesAt({ place, isInApp }: StackLine): ErrorFrame['lines'] {
    const { source, redactor } = this.surroundings;
    const excerpt = place === null || !isInApp ? undefined : source.excerptAt(place);
    if (excerpt === undefined) return [];
    const first = place!.line - excerpt.before.length;
    const texts = [...excerpt.before, excerpt.line, ...excerpt.after];
    return texts.map((text, index) => ({ line: first + index, text: redactor.redactText(text) }));
  }

  private keptTrace(traceId: string | null): string | null {
    return traceId !== null && this.surroundings.traces.get(traceId) !== undefined ? traceId : null;
  }
}

/** A group as lists show it. */
export function groupOf(group: KeptGroup, { traces, clock }: Pick<ErrorSurroundings, 'traces' | 'clock'>): ErrorGroup {
  const { fingerprint, type, count, firstSeenMs, samples, stack, routes, perMinute } = group;
  const newest = samples.at(-1)!;
  const isKept = ({ traceId }: { readonly traceId: string | null }): boolean =>
    traceId !== null && traces.get(traceId) !== undefined;
  return {
    fingerprint,
    type,
    message: newest.message,
    count,
    firstSeenMs,
    lastSeenMs: newest.timeMs,
    routes: busiest(routes),
    traceId: samples.findLast(isKept)?.traceId ?? null,
    source: stack.find(({ isInApp }) => isInApp)?.place ?? null,
    perMinute: perMinute.list(clock.toEpochMs(clock.now())),
  };
}

function busiest(routes: KeptGroup['routes']): ErrorGroup['routes'] {
  const byCount = [...routes].toSorted(([, one], [, other]) => other - one);
  return byCount.slice(0, MAX_ROUTES).map(([name, count]) => ({ name, count }));
}

function textOf({ type, message, fingerprint, routes }: ErrorGroup): string {
  return [type, message, fingerprint, ...routes.map(({ name }) => name)].join('\n').toLowerCase();
}
