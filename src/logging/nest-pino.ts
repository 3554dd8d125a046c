/**
 * `PinoLogger`, `Logger` and `@InjectPinoLogger()` of nestjs-pino over this application's log: the only file that knows
 * `nestjs-pino`. Neither its middleware (a child logger and a store per request) nor its process-wide logger (which would
 * mix two applications) takes part. An application that imports nestjs-pino's own LoggerModule gets that one.
 */
import { Scope, type FactoryProvider, type InjectionToken, type Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { AttributeValue } from '@opentelemetry/api';
import type { Logger as Pino } from 'pino';
import { mayBeLoaded, requirePeer } from '../config/index.js';
import { currentOperation, entryOf } from '../kernel/index.js';

type NestPino = typeof import('nestjs-pino');
type Facade = InstanceType<NestPino['PinoLogger']>;
type FacadeParams = ConstructorParameters<NestPino['PinoLogger']>[0];

/** What the token of `nestPinoProviders` resolves to; undefined when logging is off. */
export type PinoHolder = { readonly logger: Pino } | undefined;

/**
 * Providers for everything nestjs-pino lets one inject; none when the application has not loaded it: who asks for its
 * classes has imported them. Call it when the application's files are loaded.
 * @param holder token of this application's log
 */
export function nestPinoProviders(holder: InjectionToken): Provider[] {
  const nestPino = loadedNestPino();
  if (nestPino === undefined) return [];
  const provide = (token: InjectionToken, make: (facade: Facade) => unknown, scope?: Scope): FactoryProvider => ({
    provide: token,
    inject: [holder, ModulesContainer],
    useFactory: (own: PinoHolder, modules: ModulesContainer) => make(facadeOver(nestPino, own?.logger, modules)),
    ...(scope !== undefined && { scope }),
  });
  return [
    provide(nestPino.PinoLogger, (facade) => facade, Scope.TRANSIENT),
    provide(nestPino.Logger, (facade) => sharingContextName(new nestPino.Logger(facade, {}), facade)),
    provide(nestPino.NativeLogger, (facade) => sharingContextName(new nestPino.NativeLogger(facade, {}), facade)),
    ...contextsAskedFor(nestPino).map((context) =>
      provide(nestPino.getLoggerToken(context), (facade) => withContext(facade, context)),
    ),
  ];
}

/** Whether the application has set nestjs-pino up itself, and with it its own lines per request. */
export function hasOwnNestPino(modules: ModulesContainer): boolean {
  const nestPino = loadedNestPino();
  return nestPino !== undefined && ownModule(nestPino, modules) !== undefined;
}

function loadedNestPino(): NestPino | undefined {
  if (!mayBeLoaded('nestjs-pino')) return undefined;
  try {
    return requirePeer<NestPino>('nestjs-pino', 'PinoLogger');
  } catch {
    // An optional package, and it could not be told whether it is there.
    return undefined;
  }
}

/** What `@InjectPinoLogger()` was given so far, as nestjs-pino's own module would offer it. */
function contextsAskedFor({ LoggerModule, getLoggerToken }: NestPino): string[] {
  const prefix = getLoggerToken('');
  const tokens = (LoggerModule.forRoot().providers ?? []).map((provider) => (provider as FactoryProvider).provide);
  return tokens.flatMap((token) =>
    typeof token === 'string' && token.startsWith(prefix) ? [token.slice(prefix.length)] : [],
  );
}

function withContext(facade: Facade, context: string): Facade {
  facade.setContext(context);
  return facade;
}

/**
 * A PinoLogger made without its constructor, which would fill the process-wide logger. Whose log it writes to is decided
 * when it writes: only then is an application's own nestjs-pino ready.
 */
function facadeOver(nestPino: NestPino, pino: Pino | undefined, modules: ModulesContainer): Facade {
  const theirs = ownFacade(nestPino, pino === undefined, modules);
  return Object.create(nestPino.PinoLogger.prototype, {
    context: { value: '', writable: true },
    contextName: { get: () => theirs()?.contextName ?? 'target' },
    errorKey: { get: () => theirs()?.errorKey ?? 'err' },
    logger: { get: () => theirs()?.logger ?? pino },
    assign: { value: (fields: object) => theirs()?.assign(fields) ?? annotateRequest(fields) },
  }) as Facade;
}

/** nestjs-pino keeps the names of its fields to subclasses. */
interface OwnFacade {
  readonly contextName: string;
  readonly errorKey: string;
  readonly logger: Pino;
  assign(fields: object): void;
}

function ownFacade(nestPino: NestPino, isLoggingOff: boolean, modules: ModulesContainer): () => OwnFacade | undefined {
  let made: OwnFacade | undefined;
  let modulesSearched = -1;
  return () => {
    if (made !== undefined || modules.size === modulesSearched) return made;
    const own = ownModule(nestPino, modules);
    // Asked for every line: modules only ever join, so that a search in vain is not made again for the same ones.
    if (own === undefined) modulesSearched = modules.size;
    const params = own?.getProviderByKey<FacadeParams>(nestPino.PARAMS_PROVIDER_TOKEN)?.instance;
    if (params !== undefined || isLoggingOff) made = new nestPino.PinoLogger(params ?? {}) as unknown as OwnFacade;
    return made;
  };
}

function ownModule({ LoggerModule }: NestPino, modules: ModulesContainer) {
  return [...modules.values()].find((module) => module.metatype === LoggerModule);
}

/** nestjs-pino's loggers for Nest name the context as the PinoLogger below them does. */
function sharingContextName<T extends object>(logger: T, facade: Facade): T {
  const { get } = Object.getOwnPropertyDescriptor(facade, 'contextName')!;
  return Object.defineProperty(logger, 'contextName', { get: get! });
}

/** On the outermost operation of the request, so that every later line of it carries the fields. */
function annotateRequest(fields: object): void {
  const operation = currentOperation();
  if (operation === undefined) return;
  entryOf(operation).annotate(fields as Record<string, AttributeValue | undefined>);
}
