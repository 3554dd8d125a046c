/** `@Observability()` says how one route is observed. It only leaves a note; the route table reads it when the route is registered. */
import { ObservabilityError } from '../../kernel/index.js';

const SETTINGS = 'nestjs-observability:route-settings';

/**
 * What `@Observability()` settles for the requests of a route.
 *
 * @example
 * ```ts
 * const patient: RouteSettings = { slowMs: 5_000 };
 *
 * @Controller('reports')
 * @Observability(patient)
 * class ReportsController {}
 * ```
 */
export interface RouteSettings {
  /** Neither logged, traced nor counted, like the paths of `http.ignore`. @default false */
  readonly ignore?: boolean;
  /** Requests slower than this are slow, in milliseconds; 0 is never. @default the option `http.slowMs` */
  readonly slowMs?: number;
}

/**
 * Settles how requests of a route are observed.
 * On a handler, or on a controller for all of its handlers; what a handler says itself wins. `http.slowRoutes` wins over `slowMs`.
 * A route that is ignored is known once the router has found it: what middleware did before has been told already.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on anything else, OBS_ERR_OPTION_INVALID for a threshold that is none
 * @example
 * ```ts
 * @Controller('internal')
 * @Observability({ ignore: true })
 * class InternalController {
 *   @Get('ping')
 *   ping(): string {
 *     return 'pong';
 *   }
 * }
 * ```
 */
export function Observability(settings: RouteSettings): MethodDecorator & ClassDecorator {
  const { slowMs = 0 } = settings;
  if (!(typeof slowMs === 'number' && slowMs >= 0)) throw badThreshold(slowMs);
  const decorate = (target: object, methodName?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const place: unknown = methodName === undefined ? target : descriptor?.value;
    if (typeof place !== 'function') throw misuse(target, methodName);
    Reflect.defineMetadata(SETTINGS, settings, place);
  };
  return decorate as MethodDecorator & ClassDecorator;
}

/** What controller and handler say together. */
export function routeSettingsOf(controller: object, handler: object): RouteSettings {
  return { ...settingsOn(controller), ...settingsOn(handler) };
}

function settingsOn(place: object): RouteSettings | undefined {
  return Reflect.getMetadata(SETTINGS, place) as RouteSettings | undefined;
}

function badThreshold(slowMs: unknown): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'slowMs of @Observability must be a number of at least 0',
    got: String(slowMs),
    fix: 'write milliseconds, e.g. 5_000',
  });
}

function misuse(target: object, methodName: string | symbol | undefined): ObservabilityError {
  const className = typeof target === 'function' ? target.name : target.constructor.name;
  return ObservabilityError.of({
    code: 'OBS_ERR_DECORATOR_MISUSE',
    fact: '@Observability works on controllers and their handlers only',
    got: `${className}.${String(methodName)}`,
    fix: 'move it to a method with a route, or to its controller',
  });
}
