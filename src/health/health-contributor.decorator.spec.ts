import { contributorsOf, HealthContributor } from './health-contributor.decorator.js';

describe('@HealthContributor', () => {
  it('makes a method a check, named after class and method', async () => {
    class Orders {
      private readonly open = 3;

      @HealthContributor()
      backlog(): object {
        return { backlog: { status: 'up', open: this.open } };
      }
    }

    const [check, ...others] = contributorsOf(new Orders());

    expect([check?.name, check?.check(new AbortController().signal), others]).toEqual([
      'Orders.backlog',
      { backlog: { status: 'up', open: 3 } },
      [],
    ]);
  });

  it('makes check() of a class the check, with name and options', () => {
    @HealthContributor('database', { kind: 'startup', isOptional: true, timeoutMs: 5, cacheMs: 6 })
    class Database {
      check(signal: AbortSignal): boolean {
        return signal.aborted;
      }
    }

    const [{ check, ...rest } = { check: () => true }] = contributorsOf(new Database());

    expect([rest, check(AbortSignal.abort())]).toEqual([
      { name: 'database', kind: 'startup', isOptional: true, timeoutMs: 5, cacheMs: 6 },
      true,
    ]);
  });

  it('takes a class without a name of its own by its class name', () => {
    @HealthContributor()
    class Queue {
      check(): void {}
    }

    expect(contributorsOf(new Queue()).map(({ name }) => name)).toEqual(['Queue']);
  });

  it('leaves the method as it is', () => {
    const descriptor = { value: raise };

    HealthContributor()(new Plain(), 'backlog', descriptor);

    expect(descriptor).toEqual({ value: raise });
  });

  it('gives a subclass the checks of its parent, and the parent none of the subclass', () => {
    class Base {
      @HealthContributor('base')
      base(): string {
        return 'base';
      }
    }
    class Derived extends Base {
      @HealthContributor('own')
      own(): void {}

      override base(): string {
        return 'overridden';
      }
    }

    const checks = contributorsOf(new Derived());

    expect(checks.map(({ name }) => name)).toEqual(['base', 'own']);
    expect(checks[0]?.check(new AbortController().signal)).toBe('overridden');
    expect(contributorsOf(new Base()).map(({ name }) => name)).toEqual(['base']);
  });

  it.each([undefined, null, 7, 'text', {}, [], Object.create(null), () => undefined])(
    'finds nothing on %p',
    (value) => {
      expect(contributorsOf(value)).toEqual([]);
    },
  );

  it('refuses a place where it cannot work', () => {
    const decorate = HealthContributor() as (...args: unknown[]) => void;

    expect(() => decorate(Plain, 'ping', { value: raise })).toThrow(
      'OBS_ERR_DECORATOR_MISUSE  @HealthContributor stands on ping, which is not an instance method. ' +
        'Fix: put it on an instance method, or on a class with a check() method.',
    );
    expect(() => decorate(Plain.prototype, 'field')).toThrow('field, which is not an instance method');
  });

  it('refuses a class without check()', () => {
    HealthContributor()(Plain);

    expect(() => contributorsOf(new Plain())).toThrow(
      '@HealthContributor stands on Plain, which has no check() method',
    );
  });
});

class Plain {
  readonly id = 1;
}

function raise(): never {
  throw new Error('must not be called');
}
