/**
 * Nest's own `Logger` goes the way of all lines. Nest keeps one logger per process in a static field, while several
 * applications may live in it: what stands in that field is therefore a router, shared by them, that asks which application
 * is current. It takes the place of Nest's default only; whoever chose a logger keeps it.
 */
import { Logger, type LoggerService, type LogLevel } from '@nestjs/common';
import { pipelineFor, type OperationPipeline } from '../kernel/index.js';
import { LEVEL_VALUES } from './log-level.js';
import type { LogWriter } from './log-writer.js';
import { readNestCall } from './nest-call.js';

/** Nest's logger interface over the application's log. */
export class NestLoggerBridge implements LoggerService {
  constructor(private readonly writer: LogWriter) {}

  log(...args: unknown[]): void {
    this.write('log', LEVEL_VALUES.info, args);
  }

  error(...args: unknown[]): void {
    this.write('error', LEVEL_VALUES.error, args);
  }

  warn(...args: unknown[]): void {
    this.write('warn', LEVEL_VALUES.warn, args);
  }

  debug(...args: unknown[]): void {
    this.write('debug', LEVEL_VALUES.debug, args);
  }

  verbose(...args: unknown[]): void {
    this.write('verbose', LEVEL_VALUES.trace, args);
  }

  fatal(...args: unknown[]): void {
    this.write('fatal', LEVEL_VALUES.fatal, args);
  }

  private write(nestLevel: LogLevel, level: number, args: readonly unknown[]): void {
    // The context of a call is known only when its arguments are taken apart.
    if (!this.writer.isEnabledSomewhere(level) || !isWantedByNest(nestLevel)) return;
    this.writer.isolate(() => {
      const { context, messages } = readNestCall(args, level >= LEVEL_VALUES.error);
      if (!this.writer.isEnabled(context, level)) return;
      for (const message of messages()) this.writer.write({ ...message, level, target: context });
    });
  }
}

/** Nest keeps these to itself; there is no other way to see whether somebody chose a logger. */
interface NestLoggerState {
  staticInstanceRef?: LoggerService;
  /** Set by `NestFactory.create(…, { logger: ['error', 'warn'] })`. */
  logLevels?: LogLevel[];
}

const nest = Logger as unknown as NestLoggerState;

function isWantedByNest(level: LogLevel): boolean {
  return nest.logLevels === undefined || Logger.isLevelEnabled(level);
}

/** For its own default, and only then, Nest makes each `Logger` a console of its own instead of using the static one. */
function isNestDefault(): boolean {
  const probe = new Logger('nestjs-observability') as unknown as { readonly localInstance?: LoggerService };
  return nest.staticInstanceRef !== undefined && probe.localInstance !== nest.staticInstanceRef;
}

class NestLogRouter implements LoggerService {
  private readonly bridges = new Map<OperationPipeline, NestLoggerBridge>();

  add(pipeline: OperationPipeline, bridge: NestLoggerBridge): void {
    this.bridges.set(pipeline, bridge);
  }

  remove(pipeline: OperationPipeline): void {
    this.bridges.delete(pipeline);
  }

  get isUnused(): boolean {
    return this.bridges.size === 0;
  }

  log(...args: unknown[]): void {
    this.current()?.log(...args);
  }

  error(...args: unknown[]): void {
    this.current()?.error(...args);
  }

  warn(...args: unknown[]): void {
    this.current()?.warn(...args);
  }

  debug(...args: unknown[]): void {
    this.current()?.debug(...args);
  }

  verbose(...args: unknown[]): void {
    this.current()?.verbose(...args);
  }

  fatal(...args: unknown[]): void {
    this.current()?.fatal(...args);
  }

  /** The application that is current; before it is known, the newest. */
  private current(): NestLoggerBridge | undefined {
    const pipeline = pipelineFor(undefined);
    const known = pipeline === undefined ? undefined : this.bridges.get(pipeline);
    return known ?? [...this.bridges.values()].at(-1);
  }
}

const router = new NestLogRouter();
let replaced: LoggerService | undefined;

/** Whether a logger of Nest's makes room for us. */
export type MakesRoom = (current: LoggerService | undefined) => boolean;

/**
 * Sends Nest's own lines to this application's log from now on, unless the user chose a logger: a custom one, `false`, or
 * that of @nestjs/testing.
 * @returns undoes it, the last application to leave gives Nest its default back; undefined where the logger stays
 */
export function installNestLogger(
  bridge: NestLoggerBridge,
  pipeline: OperationPipeline,
  makesRoom: MakesRoom = isNestDefault,
): (() => void) | undefined {
  if (nest.staticInstanceRef !== router) {
    if (!makesRoom(nest.staticInstanceRef)) return undefined;
    replaced = nest.staticInstanceRef;
    Logger.overrideLogger(router);
  }
  router.add(pipeline, bridge);
  return () => uninstall(pipeline);
}

function uninstall(pipeline: OperationPipeline): void {
  flushNestBuffer();
  router.remove(pipeline);
  if (!router.isUnused || nest.staticInstanceRef !== router || replaced === undefined) return;
  Logger.overrideLogger(replaced);
}

/**
 * Writes what Nest has kept back under `bufferLogs: true`, if its lines come to us: the application may never call
 * `useLogger`, and then Nest itself would not.
 */
export function flushNestBuffer(): void {
  if (nest.staticInstanceRef === router) Logger.flush();
}
