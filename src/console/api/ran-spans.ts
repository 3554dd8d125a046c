/**
 * The operations that ran while a profile was taken, and which of them each sample belongs to. A busy server runs thousands: those
 * that took most have a row of their own, the rest is one row for each name.
 */
import type { CallSamples, ProfileActivity } from '../../profiling/index.js';
import type { ProfileAnswer } from '../shapes/index.js';

type Span = ProfileAnswer['spans'][number];

export interface RanSpans {
  readonly spans: readonly Span[];
  readonly samples: NonNullable<ProfileAnswer['samples']>;
}

/** With a trace and a span to open; 200 bytes each on their way. */
const MAX_SPANS = 2_000;

export function ranSpans(
  { node, durationUs, activity }: CallSamples,
  activities: readonly ProfileActivity[],
): RanSpans {
  const rows = new SpanRows();
  const placeOf = new Map(
    longestFirst(timesOf(durationUs, activity)).map(([place, us], rank) => [
      place,
      rank < MAX_SPANS ? rows.own(activities[place]!, us) : rows.shared(activities[place]!, us),
    ]),
  );
  const span = activity.map((place) => placeOf.get(place) ?? -1);
  return { spans: rows.spans, samples: { node, durationUs, span } };
}

/** Microseconds by activity. */
function timesOf(durationUs: readonly number[], activity: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  activity.forEach((place, index) => {
    if (place >= 0) times.set(place, (times.get(place) ?? 0) + durationUs[index]!);
  });
  return times;
}

function longestFirst(times: ReadonlyMap<number, number>): (readonly [place: number, us: number])[] {
  return [...times].toSorted(([, left], [, right]) => right - left);
}

class SpanRows {
  readonly spans: (Span & { selfMs: number })[] = [];
  private readonly byName = new Map<string, number>();

  own(activity: ProfileActivity, us: number): number {
    const { traceId = null, spanId = null } = activity;
    return this.spans.push({ ...named(activity), traceId, spanId, selfMs: us / 1000 }) - 1;
  }

  shared(activity: ProfileActivity, us: number): number {
    const { kind, name, route } = named(activity);
    const key = `${kind} ${name} ${route}`;
    const known = this.byName.get(key);
    if (known === undefined) {
      const place = this.spans.push({ kind, name, route, traceId: null, spanId: null, selfMs: us / 1000 }) - 1;
      this.byName.set(key, place);
      return place;
    }
    this.spans[known]!.selfMs += us / 1000;
    return known;
  }
}

/** The route is what let the work in: a request, but also a message or a job. */
function named({ operation: { kind, name }, entry }: ProfileActivity): Pick<Span, 'kind' | 'name' | 'route'> {
  return { kind, name, route: entry.name };
}
