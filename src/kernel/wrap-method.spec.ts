import { wrapMethod, type Method } from './wrap-method.js';

const twice = (original: Method): Method =>
  function (this: object, ...args) {
    return `${String(original.apply(this, args))} twice`;
  };

describe('wrapMethod', () => {
  it('puts the wrapper in the place of the method, under its name and length, and no second one', () => {
    const prototype = { sell: (item: string, _to: string) => `sold ${item}` };

    wrapMethod(prototype, 'sell', twice);
    wrapMethod(prototype, 'sell', twice);

    expect(prototype.sell('tea', 'Ada')).toBe('sold tea twice');
    expect([prototype.sell.name, prototype.sell.length]).toEqual(['sell', 2]);
    expect(Object.getOwnPropertyDescriptor(prototype, 'sell')).toMatchObject({ enumerable: true, writable: true });
  });

  it('leaves alone what is missing, inherited, no function, or fixed', () => {
    const sell = () => 'sold';
    const fixed = Object.defineProperty({}, 'sell', { value: sell, writable: true, configurable: false });
    const others = [{}, Object.create({ sell }) as object, { sell: 'text' }, fixed];

    const before = others.map((prototype) => Object.getOwnPropertyDescriptor(prototype, 'sell'));
    for (const prototype of others) wrapMethod(prototype, 'sell', twice);

    expect(others.map((prototype) => Object.getOwnPropertyDescriptor(prototype, 'sell'))).toEqual(before);
  });
});
