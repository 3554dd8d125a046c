/** The controller that a plan describes: one handler a route, made as the compiler would make it. */
import {
  All,
  Controller,
  createParamDecorator,
  Delete,
  Get,
  Patch,
  Post,
  Put,
  Query,
  Res,
  Scope,
  Sse,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import type { RoutePlan, Verb } from '../plan/application-plan.js';
import { answers, type Answer, type ReplyLike } from './answers/index.js';
import { aspectsOf, decorateMethod } from './aspects.js';
import type { Building } from './building.js';
import { useEnhancers } from './enhancers/index.js';
import { levelsFor, type Level } from './levels.js';
import { headersOf } from './trouble.js';

const routeDecorators: Readonly<Record<Verb, (path: string) => MethodDecorator>> = {
  Get,
  Post,
  Put,
  Patch,
  Delete,
  All,
};

/** A parameter decorator of the application's own. */
const UserAgent = createParamDecorator((name: string, host: ExecutionContext) => headersOf(host)[name]);

const PARAMETER = { value: 0, agent: 1, reply: 2 } as const;

export interface GeneratedController {
  readonly controller: Type;
  readonly services: readonly Type[];
}

export function generatedController(building: Building): GeneratedController {
  const { plan, journal, scope } = building;
  const chains = plan.routes.map(({ name, levels }) => levelsFor(name, levels, building));
  const controller = controllerClass();
  const tops = chains.flatMap(([top]) => (top === undefined ? [] : [top]));
  for (const [index, route] of plan.routes.entries()) {
    const position = chains[index]![0] === undefined ? undefined : tops.indexOf(chains[index]![0]);
    addHandler(controller.prototype as object, route, position, building);
  }
  const version = plan.versioning === 'none' ? undefined : '1';
  // A controller that is made for each of its uses is none.
  const ownScope = scope === Scope.TRANSIENT ? Scope.DEFAULT : scope;
  Controller({ path: 'generated', scope: ownScope, ...(version !== undefined && { version }) })(controller);
  for (const use of useEnhancers(plan.controllerEnhancers, journal)) use(controller);
  Reflect.defineMetadata('design:paramtypes', tops, controller);
  return { controller, services: chains.flat() };
}

function controllerClass(): Type {
  return class GeneratedHandlers {
    readonly levels: readonly Level[];

    constructor(...levels: readonly Level[]) {
      this.levels = levels;
    }
  };
}

function addHandler(prototype: object, route: RoutePlan, position: number | undefined, building: Building): void {
  const { name } = route;
  const answer = answers[route.answer];
  Object.defineProperty(prototype, name, {
    value: handlerOf(name, answer, position, building),
    configurable: true,
    writable: true,
  });
  Query('value')(prototype, name, PARAMETER.value);
  UserAgent('user-agent')(prototype, name, PARAMETER.agent);
  if (answer.reply !== undefined)
    Res({ passthrough: answer.reply === 'passthrough' })(prototype, name, PARAMETER.reply);
  Reflect.defineMetadata('design:paramtypes', [String, String, Object], prototype, name);
  Reflect.defineMetadata('design:returntype', Object, prototype, name);
  decorateMethod(prototype, name, decoratorsOf(route, answer, building));
}

function decoratorsOf(route: RoutePlan, answer: Answer, { journal, observation }: Building): MethodDecorator[] {
  const ours = aspectsOf(route.aspects, observation);
  const routing = answer.isEventStream === true ? Sse(route.name) : routeDecorators[route.verb](route.name);
  const theirs = [routing, ...(answer.decorators ?? []), ...useEnhancers(route.enhancers, journal)];
  return route.areAspectsOnTop ? [...ours, ...theirs] : [...theirs, ...ours];
}

type Handler = (
  this: { readonly levels: readonly Level[] },
  value: unknown,
  agent: unknown,
  reply: ReplyLike,
) => unknown;

function handlerOf(name: string, answer: Answer, position: number | undefined, building: Building): Handler {
  const { journal, plan } = building;
  const handlers: Record<string, Handler> = {
    [name](value, agent, reply) {
      journal(`${name} value=${String(value)} agent=${String(agent)} of ${this.constructor.name}`);
      const work = (): unknown => answer.run({ platform: plan.platform, journal, reply });
      return position === undefined ? work() : this.levels[position]!.pass(work);
    },
  };
  return handlers[name]!;
}
