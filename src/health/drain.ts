/**
 * The orderly end: readiness turns 503 first, then requests go on being served until the load balancer has noticed, and
 * only then Nest closes what they need.
 */
import type { HttpServer } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { Diagnostics } from '../kernel/index.js';
import type { ReadinessState } from './readiness.js';

export interface DrainOptions {
  readonly readiness: ReadinessState;
  readonly diagnostics: Diagnostics;
  readonly drainTimeoutMs: number;
  /** Called once, after readiness turned false: the place to stop reusing connections. */
  readonly onBegin?: () => void;
}

export class Drain {
  private isOver: Promise<void> | undefined;

  constructor(private readonly options: DrainOptions) {}

  /** The first call turns readiness off and waits; every later one shares its promise, which never rejects. */
  begin(): Promise<void> {
    this.isOver ??= this.run();
    return this.isOver;
  }

  private async run(): Promise<void> {
    const { readiness, diagnostics, drainTimeoutMs, onBegin } = this.options;
    readiness.drain();
    diagnostics.safely('health', 'drain', () => onBegin?.(), undefined);
    // Not unref'd: the process must not end before its shutdown has.
    if (drainTimeoutMs > 0) await new Promise((resolve) => setTimeout(resolve, drainTimeoutMs));
  }
}

/** `beforeClose` came with Nest 12, where `app.close()` awaits it before any hook runs. */
type ClosingAdapter = HttpServer & { beforeClose?: (...args: unknown[]) => unknown };

/**
 * Drains in the HTTP adapter's `beforeClose`, before whatever is there: the adapter's own turns `return503OnClosing` on,
 * and requests are to succeed until then. Without effect on Nest 11, see `stopBeforeOthers`. Returns the undo.
 */
export function chainBeforeClose(httpAdapter: HttpServer, drain: Drain): () => void {
  const adapter = httpAdapter as ClosingAdapter;
  const next = adapter.beforeClose;
  const wasOwn = Object.hasOwn(adapter, 'beforeClose');
  const drainFirst = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    await drain.begin();
    return next?.apply(this, args);
  };
  adapter.beforeClose = drainFirst;
  return () => {
    if (adapter.beforeClose !== drainFirst) return;
    if (wasOwn) adapter.beforeClose = next!;
    else Reflect.deleteProperty(adapter, 'beforeClose');
  };
}

/**
 * For Nest 11, which closes nothing before the hooks have run: lets one module, whose `onModuleDestroy` begins the drain, run
 * its hooks before all others at shutdown (and after them at start), the root module and modules that import it included. Nest sorts modules by their distance from the root when it calls the first hook, so call it earlier: in the
 * module's constructor.
 */
export function stopBeforeOthers(modules: ModulesContainer, moduleClass: object): void {
  for (const module of modules.values()) if (module.metatype === moduleClass) module.distance = -1;
}
