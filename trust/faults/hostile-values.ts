/** Values that hurt whoever looks at them carelessly: what garbage a callback gives, what is thrown, and what an application records. */

export interface HostileValue {
  readonly name: string;
  readonly make: () => unknown;
}

const MANY = 20_000;
const DEEP = 10_000;
const LONG = 1_000_000;

export const hostileValues: readonly HostileValue[] = [
  { name: 'undefined', make: () => undefined },
  { name: 'null', make: () => null },
  { name: 'a symbol', make: () => Symbol('hostile') },
  { name: 'a BigInt', make: () => 10n ** 40n },
  { name: 'NaN', make: () => NaN },
  { name: '-Infinity', make: () => -Infinity },
  { name: 'an empty text', make: () => '' },
  { name: 'a long text', make: () => 'x'.repeat(LONG) },
  { name: 'text of control characters and lone surrogates', make: () => '\u0000\n\r\u001b[31m\ud800"\\' },
  { name: 'a function', make: () => () => refuse() },
  { name: 'a revoked proxy', make: revokedProxy },
  { name: 'a proxy that throws at everything', make: throwingProxy },
  { name: 'getters that throw', make: throwingGetters },
  { name: 'methods of conversion that throw', make: throwingConversions },
  { name: 'an object without prototype', make: () => Object.assign(Object.create(null) as object, { a: 1 }) },
  { name: 'a cycle', make: cycle },
  { name: 'a deep nest', make: deepNest },
  { name: 'an object of many keys', make: manyKeys },
  { name: 'a long list', make: () => Array.from({ length: MANY }, (_, index) => index) },
  { name: 'a sparse list', make: () => Object.assign([], { length: 4_000_000 }) },
  { name: 'a frozen object', make: () => Object.freeze({ status: 'up', frozen: true }) },
  { name: 'an invalid date', make: () => new Date(NaN) },
  { name: 'an iterator without end', make: endless },
  { name: 'a thenable that throws', make: throwingThenable },
  { name: 'an error with getters that throw', make: throwingError },
  { name: 'an error that is its own cause', make: selfCausedError },
];

/** The value of this name. */
export function hostile(name: string): HostileValue {
  return hostileValues.find((value) => value.name === name)!;
}

function refuse(): never {
  throw new Error('hostile');
}

function revokedProxy(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function throwingProxy(): unknown {
  const traps = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'set', 'defineProperty'];
  return new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, refuse])));
}

function throwingGetters(): unknown {
  const names = [
    'status',
    'userId',
    'message',
    'name',
    'value',
    'kind',
    'then',
    'length',
    'lift',
    'pipe',
    'constructor',
  ];
  const symbols = [Symbol.iterator, Symbol.asyncIterator, Symbol.toStringTag];
  const value = {};
  for (const name of [...names, ...symbols])
    Object.defineProperty(value, name, { get: refuse, enumerable: true, configurable: true });
  return value;
}

function throwingConversions(): unknown {
  return { toString: refuse, valueOf: refuse, toJSON: refuse, [Symbol.toPrimitive]: refuse };
}

function cycle(): unknown {
  const ring: Record<string, unknown> = { name: 'ring' };
  ring['self'] = ring;
  return ring;
}

function deepNest(): unknown {
  let nest: unknown = 'end';
  for (let depth = 0; depth < DEEP; depth++) nest = { nest };
  return nest;
}

function manyKeys(): unknown {
  return Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`key_${index}`, index]));
}

function endless(): unknown {
  return {
    *[Symbol.iterator]() {
      for (;;) yield 1;
    },
  };
}

function throwingThenable(): unknown {
  return { then: refuse };
}

function throwingError(): unknown {
  const error = new Error('hidden');
  // The stack first: it is written, from name and message, when it is first asked for.
  for (const name of ['stack', 'message', 'name', 'cause', 'constructor'])
    Object.defineProperty(error, name, { get: refuse });
  return error;
}

function selfCausedError(): unknown {
  const error = new Error('its own cause');
  error.cause = error;
  return error;
}
