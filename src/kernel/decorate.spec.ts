import { aspectDecorator, isOptedOut, optOutDecorator } from './decorate.js';
import { callsiteOf } from './observed-method.js';

const OPT_OUT = Symbol('opt-out');
const Marked = (name: string) =>
  aspectDecorator({ decorator: '@Marked', aspect: { type: 'marked', options: name }, optOut: OPT_OUT });
const Unmarked = () => optOutDecorator(OPT_OUT);
const Tag = (): MethodDecorator => (_target, _key, descriptor) =>
  Reflect.defineMetadata('tag', 'kept', descriptor.value as object);

const aspectsOf = (method: unknown) => callsiteOf(method)?.aspects.map(({ options }) => options);

describe('aspectDecorator', () => {
  it('adds the aspect to the callsite of a method, named by class and method', () => {
    class Orders {
      @Marked('one')
      find() {
        return 1;
      }
    }

    expect(callsiteOf(Orders.prototype.find)?.name).toBe('Orders.find');
    expect(aspectsOf(Orders.prototype.find)).toEqual(['one']);
    expect(new Orders().find()).toBe(1);
  });

  it('names static methods after their class', () => {
    class Orders {
      @Marked('one')
      static find() {
        return 1;
      }
      close() {}
    }

    expect(callsiteOf(Orders.find)?.name).toBe('Orders.find');
  });

  it('keeps metadata, whether other decorators stand above or below', () => {
    class Orders {
      @Tag()
      @Marked('one')
      above() {}

      @Marked('one')
      @Tag()
      below() {}
    }

    expect(Reflect.getMetadata('tag', Orders.prototype.above)).toBe('kept');
    expect(Reflect.getMetadata('tag', Orders.prototype.below)).toBe('kept');
  });

  it('covers own methods of a class, but no constructor, accessor, static method, hook or opted-out method', () => {
    class Base {
      inherited() {}
    }

    @Marked('class')
    class Orders extends Base {
      get total() {
        return 0;
      }
      static create() {}
      find() {}
      onModuleInit() {}
      onModuleDestroy() {}
      onApplicationBootstrap() {}
      beforeApplicationShutdown() {}
      onApplicationShutdown() {}
      configure() {}
      @Unmarked()
      left() {}
      @Unmarked()
      @Tag()
      leftWithMetadata() {}
    }

    const methods = Object.getOwnPropertyNames(Orders.prototype).filter((key) => key !== 'total');
    const covered = methods.filter((key) => callsiteOf((Orders.prototype as never)[key]) !== undefined);
    expect(covered).toEqual(['find']);
    expect(callsiteOf(Orders.prototype.find)?.name).toBe('Orders.find');
    expect(callsiteOf(Orders.create)).toBeUndefined();
    expect(callsiteOf(Base.prototype.inherited)).toBeUndefined();
  });

  it("prefers a method's own decorator to that of its class, and lets a class have two", () => {
    @Marked('second')
    @Marked('first')
    class Orders {
      @Marked('own')
      decorated() {}
      plain() {}
    }

    expect(aspectsOf(Orders.prototype.decorated)).toEqual(['own']);
    expect(aspectsOf(Orders.prototype.plain)).toEqual(['second', 'first']);
  });

  it('adds the aspect of a class beside another decorator of the method', () => {
    const Other = aspectDecorator({
      decorator: '@Other',
      aspect: { type: 'other', options: 'other' },
      optOut: OPT_OUT,
    });
    @Marked('class')
    class Orders {
      @Other
      other() {}
      @Other
      @Marked('own')
      both() {}
    }

    expect(aspectsOf(Orders.prototype.other)).toEqual(['class', 'other']);
    expect(aspectsOf(Orders.prototype.both)).toEqual(['other', 'own']);
  });

  it('leaves alone what is no method', () => {
    class Orders {
      find() {}
    }
    Object.defineProperty(Orders.prototype, 'rate', { value: 3, configurable: true, writable: true });

    Marked('class')(Orders);

    expect((Orders.prototype as { rate?: unknown }).rate).toBe(3);
  });

  it('shows an opt-out on the original too, whichever decorator came first', () => {
    class Orders {
      @Unmarked()
      @Marked('one')
      above() {}

      @Marked('one')
      @Unmarked()
      below() {}
    }

    expect(isOptedOut(callsiteOf(Orders.prototype.above)!.original, OPT_OUT)).toBe(true);
    expect(isOptedOut(callsiteOf(Orders.prototype.below)!.original, OPT_OUT)).toBe(true);
  });

  it('refuses properties, accessors and parameters while the class is being defined', () => {
    const decorate = Marked('one') as (target: object, key?: string, descriptor?: unknown) => void;
    class Orders {
      total = 0;
    }
    const accessor = { get: () => 1 };

    expect(() => decorate(Orders.prototype, 'total')).toThrow(
      'OBS_ERR_DECORATOR_MISUSE  @Marked works on methods and classes only; got Orders.total. ' +
        'Fix: move it to a method, or to the class to cover all of them.',
    );
    expect(() => decorate(Orders.prototype, 'total', accessor)).toThrow('got Orders.total');
    expect(() => decorate(Orders.prototype, 'find', 0)).toThrow('got Orders.find');
    expect(() => decorate(Orders.prototype, 'total', { value: 0 })).toThrow('got Orders.total');
    expect(() => decorate(Orders, undefined, 0)).toThrow('got Orders.constructor');
    expect(() => (Unmarked() as typeof decorate)(Orders.prototype, 'total')).toThrow(
      'An opt-out decorator works on methods and classes only; got Orders.total',
    );
  });
});
