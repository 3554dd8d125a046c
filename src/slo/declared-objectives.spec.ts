import { toObjective } from '../config/index.js';
import { allObjectives } from './declared-objectives.js';
import { Slo } from './slo.decorator.js';

class OrdersController {
  @Slo({ objective: 0.999, latencyMs: 300 })
  findAll(): void {}

  @Slo({ objective: 0.99, window: 7, name: 'orders-placed', description: 'Orders are taken', health: 'degraded' })
  create(): void {}
}

class Refunds extends OrdersController {
  @Slo({ objective: 0.95 })
  refund(): void {}
}

const problemsOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};

describe('@Slo', () => {
  it('makes an objective whose selector is the handler', () => {
    expect(allObjectives([], [OrdersController])).toEqual([
      {
        name: 'orders-find-all-latency',
        description: undefined,
        objective: 0.999,
        windowDays: 28,
        indicator: { type: 'latency', thresholdMs: 300 },
        selector: { handlers: ['OrdersController.findAll'] },
        degradesHealth: false,
      },
      {
        name: 'orders-placed',
        description: 'Orders are taken',
        objective: 0.99,
        windowDays: 7,
        indicator: { type: 'availability' },
        selector: { handlers: ['OrdersController.create'] },
        degradesHealth: true,
      },
    ]);
  });

  it('is inherited, under the name of the class that inherits, and not handed up', () => {
    const names = [Refunds, OrdersController].map((type) => allObjectives([], [type]).map(({ name }) => name));

    expect(names).toEqual([
      ['refunds-find-all-latency', 'orders-placed', 'refunds-refund-availability'],
      ['orders-find-all-latency', 'orders-placed'],
    ]);
  });

  it('stands after those of the options, and refuses their names and its own twice', () => {
    const configured = [toObjective({ name: 'orders-placed', objective: 0.999 })];

    expect(allObjectives(configured, []).map(({ name }) => name)).toEqual(['orders-placed']);
    expect(problemsOf(() => allObjectives(configured, [OrdersController]))).toEqual([
      'OBS_ERR_CONFIG  Objectives have problems:',
      `  - OBS_ERR_OPTION_INVALID  @Slo on OrdersController.create: its name is used twice; got "orders-placed". Fix: give it a name of its own, e.g. @Slo({ name: 'orders-find', … }).`,
    ]);
  });

  it('is refused with every problem of every handler in one error', () => {
    class Broken {
      @Slo({ objective: 0.9, latencyMs: 0 })
      find(): void {}

      @Slo(undefined as never)
      list(): void {}
    }

    expect(problemsOf(() => allObjectives([], [Broken]))).toEqual([
      'OBS_ERR_CONFIG  Objectives have problems:',
      '  - OBS_ERR_OPTION_INVALID  @Slo on Broken.find: objective allows so many failures that its page alert can never fire, not even when everything fails; got 0.9. Fix: raise it to 0.9306 or more.',
      '  - OBS_ERR_OPTION_INVALID  @Slo on Broken.find: indicator.latencyMs must be a number above 0; got 0. Fix: write milliseconds, e.g. 300.',
      '  - OBS_ERR_OPTION_INVALID  @Slo on Broken.list: objective must be a share above 0 and below 1; got undefined. Fix: write e.g. 0.999.',
    ]);
  });

  it('stands on instance methods only', () => {
    const decorate = (target: object, key: string, descriptor?: PropertyDescriptor): unknown =>
      problemsOf(() => Slo({ objective: 0.999 })(target, key, descriptor as never));
    const refusal = (place: string): string[] => [
      `OBS_ERR_DECORATOR_MISUSE  @Slo works on handlers of controllers only; got ${place}. Fix: move it to an instance method with a route.`,
    ];

    expect(decorate(OrdersController, 'create', { value: () => undefined })).toEqual(
      refusal('OrdersController.create'),
    );
    expect(decorate(OrdersController.prototype, 'size')).toEqual(refusal('OrdersController.size'));
  });
});
