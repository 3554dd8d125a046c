/** Every order of the four decorators, and every choice of them. */
import { Counted, Observed, Timed, Traced } from 'nestjs-observability';

const decorators = { Traced, Timed, Counted, Observed } as const;
type Name = keyof typeof decorators;

/** From top to bottom. */
export type Order = readonly Name[];

export const orders: readonly Order[] = ordersOf(Object.keys(decorators) as Name[]);

export function decoratorsIn(order: Order): readonly MethodDecorator[] {
  return order.map((name) => decorators[name]());
}

function ordersOf(names: readonly Name[]): readonly Order[] {
  return names.flatMap((name) => {
    const rest = ordersOf(names.filter((other) => other !== name));
    return [[name], ...rest.map((order) => [name, ...order])];
  });
}
