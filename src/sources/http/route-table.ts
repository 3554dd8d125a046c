/**
 * Learns every route when it is registered with the HTTP adapter: its template with prefix and version, and the
 * `Class.method` behind it. One code path for Express and Fastify; a request then knows its route without any lookup.
 */
import type { HttpServer } from '@nestjs/common';
import { impersonate, type Diagnostics } from '../../kernel/index.js';
import { exchangeOn } from './http-exchange.js';
import { ignoring } from './ignored-route.js';
import type { RouteSettings } from './observability.decorator.js';
import { RouteNames } from './route-names.js';

export interface Route {
  /** Upper-case verb, or ALL. */
  readonly method: string;
  /** As the router has it: `/v1/orders/:id`. */
  readonly template: string;
  /** `OrdersController.find`; undefined for handlers that are not Nest's. */
  readonly handler: string | undefined;
  readonly names: RouteNames;
  /** Undefined: as slow as `http.slowMs` says. */
  readonly slowMs?: number | undefined;
}

/** Metadata key that the handler wrapper leaves on controller methods; Nest copies metadata to the route handler. */
export const HANDLER_NAME = 'nestjs-observability:handler';
/** What `@Observability()` says of a handler, left on it in the same way. */
export const HANDLER_SETTINGS = 'nestjs-observability:handler-settings';

const VERBS =
  'get head post put patch delete options all search query propfind proppatch mkcol copy move lock unlock'.split(' ');

type Register = (this: unknown, ...args: unknown[]) => unknown;
type Handler = (this: unknown, ...args: unknown[]) => unknown;

export class RouteTable {
  private readonly known: Route[] = [];
  private undo: (() => void)[] = [];

  /** @param slowRoutes thresholds in milliseconds by `GET /reports` */
  constructor(
    private readonly onRoute: (route: Route) => void = () => undefined,
    private readonly slowRoutes: Readonly<Record<string, number>> = {},
  ) {}

  get routes(): readonly Route[] {
    return this.known;
  }

  /** Shadows the adapter's verb methods on this one instance. */
  learnFrom(adapter: HttpServer): void {
    const verbs = adapter as unknown as Record<string, Register | undefined>;
    for (const verb of VERBS) {
      const register = verbs[verb];
      if (typeof register === 'function') this.shadow(verbs, verb, register);
    }
  }

  /** A threshold of no route would never be noticed. Ask when all routes are known. */
  warnOfUnmatched(diagnostics: Diagnostics): void {
    const names = new Set(this.known.map(nameOf));
    for (const name of Object.keys(this.slowRoutes).filter((one) => !names.has(one))) {
      const advice = 'which is no route of this application: mend its verb or template.';
      diagnostics.warnOnce(`http.slowRoutes:${name}`, `http.slowRoutes names ${name}, ${advice}`);
    }
  }

  release(): void {
    for (const undo of this.undo) undo();
    this.undo = [];
  }

  private shadow(verbs: Record<string, Register | undefined>, verb: string, register: Register): void {
    const wasOwn = Object.hasOwn(verbs, verb);
    const learn = (args: unknown[]): unknown[] => this.learn(verb, args);
    const learning = function (this: unknown, ...args: unknown[]): unknown {
      return register.apply(this, learn(args));
    };
    verbs[verb] = learning;
    this.undo.push(() => {
      if (verbs[verb] !== learning) return;
      if (wasOwn) verbs[verb] = register;
      else delete verbs[verb];
    });
  }

  /** Replaces the handler, the last argument, by one that marks its route on the exchange. */
  private learn(verb: string, args: unknown[]): unknown[] {
    const template = args[0];
    const handler = args.at(-1);
    if (typeof template !== 'string' || typeof handler !== 'function') return args;
    const { ignore = false, slowMs } = handlerSettings(handler);
    const route = this.withThreshold(routeOf(verb.toUpperCase(), tidy(template), handlerName(handler)), slowMs);
    this.known.push(route);
    this.onRoute(route);
    const marked = ignore ? ignoring(handler as Handler) : marking(handler as Handler, route);
    // Adapters read the version and route options from the handler.
    impersonate(marked, handler);
    return [...args.slice(0, -1), marked];
  }

  /** @param slowMs what the handler itself says */
  private withThreshold(route: Route, slowMs: number | undefined): Route {
    const threshold = this.slowRoutes[nameOf(route)] ?? slowMs;
    return threshold === undefined ? route : { ...route, slowMs: threshold };
  }
}

export function routeOf(method: string, template: string, handler?: string): Route {
  return { method, template, handler, names: new RouteNames(template) };
}

function nameOf({ method, template }: Route): string {
  return `${method} ${template}`;
}

function marking(handler: Handler, route: Route): Handler {
  return function (this: unknown): unknown {
    const request = arguments[0] as { raw?: object };
    exchangeOn(request.raw ?? request)?.reach(route, request);
    return Reflect.apply(handler, this, arguments);
  };
}

function handlerSettings(handler: object): RouteSettings {
  return (Reflect.getMetadata(HANDLER_SETTINGS, handler) as RouteSettings | undefined) ?? {};
}

/** Express and Fastify both match `/orders/` like `/orders`, and the root stays a slash. */
function tidy(template: string): string {
  return template.length > 1 && template.endsWith('/') ? template.slice(0, -1) : template || '/';
}

// Nest names the route handler `Class.method` since 12.5; before, the metadata tells.
function handlerName(handler: object): string | undefined {
  const { name } = handler as { name?: string };
  const marked: unknown = Reflect.getMetadata(HANDLER_NAME, handler);
  if (typeof marked !== 'string') return undefined;
  return name !== undefined && name.includes('.') ? name : marked;
}
