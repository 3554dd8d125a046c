/** Objectives that stand on handlers, as whole objectives; all that is wrong with them is one error. */
import { problemsOfObjective, toObjective, type ObjectiveOptions } from '../config/index.js';
import { ObservabilityError, type Problem } from '../kernel/index.js';
import type { ObjectiveConfig } from './objective.js';
import { promisesOf, type Promised } from './slo.decorator.js';

interface Declared {
  /** `@Slo on OrdersController.find`. */
  readonly place: string;
  readonly options: ObjectiveOptions;
}

/**
 * Those of the configuration, then those of the controllers.
 * @throws ObservabilityError OBS_ERR_CONFIG that lists every problem with its fix
 */
export function allObjectives(
  configured: readonly ObjectiveConfig[],
  controllers: Iterable<{ readonly name: string }>,
): readonly ObjectiveConfig[] {
  const declared = [...controllers].flatMap((type) => promisesOf(type).map((promised) => declare(type.name, promised)));
  const problems = [
    ...declared.flatMap(({ place, options }) => problemsOfObjective(place, options)),
    ...takenNames(configured, declared),
  ];
  if (problems.length > 0) throw ObservabilityError.ofAll('OBS_ERR_CONFIG', 'Objectives have problems:', problems);
  return [...configured, ...declared.map(({ options }) => toObjective(options))];
}

function declare(className: string, { methodName, options }: Promised): Declared {
  const handler = `${className}.${methodName}`;
  const { latencyMs, name, ...rest } = options ?? {};
  const indicator = latencyMs === undefined ? 'availability' : { latencyMs };
  const what = latencyMs === undefined ? 'availability' : 'latency';
  const given = { ...rest, name: name ?? defaultName(className, methodName, what), indicator };
  return { place: `@Slo on ${handler}`, options: { ...given, selector: { handlers: [handler] } } as ObjectiveOptions };
}

/** `OrdersController`, `findAll` and `latency` to `orders-find-all-latency`. */
function defaultName(className: string, methodName: string, what: string): string {
  const words = `${className.replace(/Controller$/, '')} ${methodName}`
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean);
  return [...words, what].join('-').toLowerCase();
}

function takenNames(configured: readonly ObjectiveConfig[], declared: readonly Declared[]): Problem[] {
  const taken = new Set(configured.map(({ name }) => name));
  return declared.flatMap(({ place, options: { name } }) => {
    const isTaken = taken.has(name);
    taken.add(name);
    return isTaken ? [nameTwice(place, name)] : [];
  });
}

function nameTwice(place: string, name: string): Problem {
  const fix = "give it a name of its own, e.g. @Slo({ name: 'orders-find', … })";
  return { code: 'OBS_ERR_OPTION_INVALID', fact: `${place}: its name is used twice`, got: `"${name}"`, fix };
}
