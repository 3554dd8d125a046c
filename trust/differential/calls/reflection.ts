/** What a program may ask of its own classes: the same answers, decorated or not. */
import 'reflect-metadata';
import { isDeepStrictEqual, inspect } from 'node:util';
import { applyDecorators, Get, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import type { Trial } from '../../harness/trial.js';
import { decorateMethod } from '../application/aspects.js';
import { decoratorsIn, orders, type Order } from './orders.js';

class Dependency {
  readonly name = 'dependency';
}

class TestGuard {
  canActivate(): boolean {
    return true;
  }
}

const theirs = [
  Get('things/:id'),
  UseGuards(TestGuard),
  applyDecorators(SetMetadata('roles', ['admin']), SetMetadata('custom', 7)),
];

/** Ours above, below, and between those of others. */
const places = [
  (ours: readonly MethodDecorator[]) => [...ours, ...theirs],
  (ours: readonly MethodDecorator[]) => [...theirs, ...ours],
  (ours: readonly MethodDecorator[]) => [theirs[0]!, ...ours, theirs[1]!, theirs[2]!],
];

export function tryReflection(trial: Trial): void {
  const expected = facts(makeClass(theirs));
  for (const order of orders) for (const place of places) compare(trial, order, expected, place(decoratorsIn(order)));
}

function compare(trial: Trial, order: Order, expected: Facts, decorators: readonly MethodDecorator[]): void {
  const got = facts(makeClass(decorators));
  for (const [name, value] of Object.entries(got)) {
    const fact = `${name} is ${inspect(value)} instead of ${inspect(expected[name])}`;
    trial.expect('differential.reflection', isDeepStrictEqual(value, expected[name]), fact, `@${order.join(' @')}`);
  }
}

function makeClass(decorators: readonly MethodDecorator[]) {
  @Injectable()
  class Things {
    constructor(readonly dependency: Dependency) {}

    find(id: string, _filter: Dependency, _limit = 10): Promise<string> {
      return Promise.resolve(id);
    }
  }
  const { prototype } = Things;
  Reflect.defineMetadata('design:paramtypes', [String, Dependency, Number], prototype, 'find');
  Reflect.defineMetadata('design:returntype', Promise, prototype, 'find');
  Object.assign(prototype.find, { ownProperty: 'kept' });
  decorateMethod(prototype, 'find', decorators);
  return Things;
}

type Facts = Readonly<Record<string, unknown>>;

function facts(type: ReturnType<typeof makeClass>): Facts {
  const { prototype } = type;
  const method = prototype.find as object as { name: string; length: number; ownProperty: string };
  const keys = Reflect.getMetadataKeys(method) as string[];
  const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(prototype, 'find')!;
  return {
    name: method.name,
    length: method.length,
    'own property': method.ownProperty,
    'own keys': Reflect.ownKeys(method)
      .filter((key) => key !== 'prototype')
      .toSorted(),
    descriptor: { writable, enumerable, configurable },
    'keys of metadata': keys.toSorted(),
    metadata: keys.toSorted().map((key) => Reflect.getMetadata(key, method) as unknown),
    'types of parameters': Reflect.getMetadata('design:paramtypes', prototype, 'find'),
    'type of the result': Reflect.getMetadata('design:returntype', prototype, 'find'),
    dependencies: Reflect.getMetadata('design:paramtypes', type),
    'keys of the class': Reflect.ownKeys(prototype),
    instance: new type(new Dependency()) instanceof type,
    'name of the class': type.name,
  };
}
