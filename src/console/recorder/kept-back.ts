/**
 * Which traces are kept back when older ones make room: the last failures and the slowest of each route, so that probes cannot push
 * out the one that mattered. Traces whose root failed are counted apart from those that met an error and went on: an error that every
 * request survives must not push out the one that a user saw.
 */
import type { StoredTrace } from './stored-trace.js';

const MAX_FAILURES = 100;
const MAX_ROUTES = 200;

interface Slowest {
  readonly trace: StoredTrace;
  readonly durationMs: number;
}

export class KeptBack {
  private readonly failed = new Set<StoredTrace>();
  private readonly troubled = new Set<StoredTrace>();
  /** By the name of the local root: method and route, or what else its work is called. */
  private readonly slowest = new Map<string, Slowest>();

  addFailed(trace: StoredTrace, isRoot: boolean): void {
    const last = isRoot ? this.failed : this.troubled;
    if (!last.delete(trace)) trace.keepers++;
    last.add(trace);
    if (last.size > MAX_FAILURES) this.releaseFirst(last);
  }

  isSlowest(name: string, durationMs: number): boolean {
    const known = this.slowest.get(name);
    return known === undefined || known.durationMs < durationMs;
  }

  addRoot(trace: StoredTrace, name: string, durationMs: number): void {
    if (!this.isSlowest(name, durationMs)) return;
    const before = this.slowest.get(name);
    if (before !== undefined) before.trace.keepers--;
    trace.keepers++;
    this.slowest.set(name, { trace, durationMs });
    if (this.slowest.size > MAX_ROUTES) this.releaseFirstRoute();
  }

  /** It is evicted all the same. */
  forget(trace: StoredTrace): void {
    if (!trace.isKept) return;
    this.failed.delete(trace);
    this.troubled.delete(trace);
    for (const [name, kept] of this.slowest) if (kept.trace === trace) this.slowest.delete(name);
  }

  clear(): void {
    for (const kept of [this.failed, this.troubled, this.slowest]) kept.clear();
  }

  private releaseFirst(last: Set<StoredTrace>): void {
    const [first] = last;
    last.delete(first!);
    first!.keepers--;
  }

  private releaseFirstRoute(): void {
    for (const [name, { trace }] of this.slowest) {
      this.slowest.delete(name);
      trace.keepers--;
      return;
    }
  }
}
