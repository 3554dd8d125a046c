/** Finds the clients that an application has among its instances, or on them, and names their checks. */
import { types } from 'node:util';
import type { HealthCheck } from '../health-check.js';
import { findable, recognise, type RecognisedClient } from './dependencies.js';
import { dependencyCheck } from './dependency-check.js';
import { isNamed } from './dependency-factories.js';
import { isObject, ownValue } from './shape.js';

/** An instance that Nest has made, by the name under which it is provided. */
export interface ProvidedInstance {
  readonly token: unknown;
  /** The class of its provider; undefined or a factory where there is none. */
  readonly type?: unknown;
  readonly instance: object;
}

const MAX_CHECKS = 32;
/** A larger object is a collection, not a service with a client. */
const MAX_PROPERTIES = 100;

/**
 * At most 32 checks, in the order of the instances; those of clients that have a check already are left out.
 * @param isTaken whether a check of that name is there already
 */
export function dependencyChecks(
  instances: Iterable<ProvidedInstance>,
  isTaken: (name: string) => boolean,
): HealthCheck[] {
  const checks = new Map<string, HealthCheck>();
  for (const [wanted, recognised] of clientsAmong(instances)) {
    if (checks.size >= MAX_CHECKS) break;
    const name = freeName(wanted, (taken) => checks.has(taken) || isTaken(taken));
    checks.set(name, dependencyCheck(name, recognised));
  }
  return [...checks.values()];
}

function* clientsAmong(instances: Iterable<ProvidedInstance>): Generator<readonly [name: string, RecognisedClient]> {
  const seen = new Set<unknown>();
  for (const { token, type, instance } of clientsFirst([...instances])) {
    for (const found of clientsOf(instance, type)) {
      const { client, dependency } = found;
      const address = dependency.addressOf?.(client);
      const isKnown = seen.has(client) || isNamed(client) || (address !== undefined && seen.has(address));
      seen.add(client).add(address);
      if (!isKnown)
        yield [dependency.isPerService === true ? `${dependency.kind}:${textOf(token)}` : dependency.kind, found];
    }
  }
}

/** A client that is provided is known by its own token, not by that of whoever holds it. */
function clientsFirst(instances: readonly ProvidedInstance[]): ProvidedInstance[] {
  const isClient = ({ instance, type }: ProvidedInstance): boolean => recognise(instance, findable, type) !== undefined;
  return [...instances.filter(isClient), ...instances.filter((provided) => !isClient(provided))];
}

/** The instance itself, or what hangs on it as a plain property: many a service keeps its pool to itself. */
function clientsOf(instance: object, type: unknown): RecognisedClient[] {
  const itself = recognise(instance, findable, type);
  if (itself !== undefined) return [itself];
  if (types.isProxy(instance)) return [];
  const names = Object.getOwnPropertyNames(instance);
  if (names.length > MAX_PROPERTIES || Array.isArray(instance) || ArrayBuffer.isView(instance)) return [];
  return names.flatMap((name) => {
    const value = ownValue(instance, name);
    return (isObject(value) && recognise(value, findable)) || [];
  });
}

function textOf(token: unknown): string {
  const text = typeof token === 'function' ? token.name : typeof token === 'symbol' ? token.description : String(token);
  return (text ?? '').replace(/[^\w.-]+/g, '_').slice(0, 48);
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted}#${number}`;
  return name;
}
