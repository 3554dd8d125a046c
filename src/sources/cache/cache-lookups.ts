/**
 * Hits, misses and load times of one cache manager. Its events tell of hits only, and not in every mode, so `get`, `mget` and
 * `wrap` of this one object are shadowed: same arguments, same promise, same errors.
 */
import { settle, settleResult, type Clock, type MeterCells } from '../../kernel/index.js';
import { shadow, type CacheManager, type Shadow } from './cache-manager.js';

export interface LookupCells {
  readonly hits: MeterCells['counter'];
  readonly misses: MeterCells['counter'];
  readonly loadSeconds: MeterCells['histogram'];
}

/** Returns the undo. */
export function observeLookups(cache: CacheManager, cells: LookupCells, clock: Clock): () => void {
  const lookups = new Lookups(cells, clock);
  const undos = [
    shadow(cache, 'get', lookups.get),
    shadow(cache, 'mget', lookups.mget),
    shadow(cache, 'wrap', lookups.wrap),
  ];
  return () => undos.forEach((undo) => undo());
}

/** Calls of `wrap` for one key at one time: cache-manager lets the first of them load for all. */
class Flight {
  waiting = 0;
  /** What the loader gave, once it has; a refresh in the background loads for nobody who waits here. */
  loaded: { readonly value: unknown } | undefined;

  /** Whether who waited got what was loaded, by itself or, with the option `raw`, as `{ value, expires }`. */
  gave(answer: unknown): boolean {
    const { loaded } = this;
    if (loaded === undefined) return false;
    return answer === loaded.value || (answer as { value?: unknown } | null | undefined)?.value === loaded.value;
  }
}

class Lookups {
  private readonly flights = new Map<unknown, Flight>();

  constructor(
    private readonly cells: LookupCells,
    private readonly clock: Clock,
  ) {}

  readonly get: Shadow = (original, self, args) => onAnswer(Reflect.apply(original, self, args), this.count);

  readonly mget: Shadow = (original, self, args) =>
    onAnswer(Reflect.apply(original, self, args), (values) => {
      if (Array.isArray(values)) values.forEach(this.count);
    });

  readonly wrap: Shadow = (original, self, args) => {
    const [key, load, ...rest] = args;
    if (typeof load !== 'function') return Reflect.apply(original, self, args);
    const flight = this.board(key);
    const result = Reflect.apply(original, self, [key, this.timed(load as Load, flight), ...rest]);
    return settleResult(result, {
      context: undefined,
      settled: (outcome, _error, value) => this.leave(key, flight, outcome === 'ok' ? flight.gave(value) : true),
    });
  };

  /** Nest's interceptor, too, takes null for nothing. */
  private readonly count = (value: unknown): void => {
    if (value === undefined || value === null) this.cells.misses.add(1);
    else this.cells.hits.add(1);
  };

  private board(key: unknown): Flight {
    let flight = this.flights.get(key);
    if (flight === undefined) this.flights.set(key, (flight = new Flight()));
    flight.waiting += 1;
    return flight;
  }

  private leave(key: unknown, flight: Flight, isMiss: boolean): void {
    if (isMiss) this.cells.misses.add(1);
    else this.cells.hits.add(1);
    flight.waiting -= 1;
    if (flight.waiting === 0) this.flights.delete(key);
  }

  private timed(load: Load, flight: Flight): Load {
    const { cells, clock } = this;
    return function (this: unknown, ...args) {
      const startedAtMs = clock.now();
      return settle(() => Reflect.apply(load, this, args), {
        context: undefined,
        settled: (outcome, _error, value) => {
          cells.loadSeconds.observe((clock.now() - startedAtMs) / 1000);
          if (outcome === 'ok') flight.loaded = { value };
        },
      });
    };
  }
}

type Load = (this: unknown, ...args: unknown[]) => unknown;

/** The same promise; lookups that fail found nothing and missed nothing. */
function onAnswer(result: Promise<unknown>, told: (value: unknown) => void): Promise<unknown> {
  return settleResult(result, {
    context: undefined,
    settled: (outcome, _error, value) => {
      if (outcome === 'ok') told(value);
    },
  });
}
