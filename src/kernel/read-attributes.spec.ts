import { readAttributes } from './read-attributes.js';

describe('attributes that the application hands over', () => {
  it('are copied, each read once', () => {
    let reads = 0;
    const given = {
      'order.id': '17',
      get 'order.items'() {
        return ++reads;
      },
    };

    const attributes = readAttributes(given);

    expect(attributes).toEqual({ 'order.id': '17', 'order.items': 1 });
    expect([attributes === given, attributes['order.items'], reads]).toEqual([false, 1, 1]);
  });

  it.each([['text'], [17], [undefined], [() => undefined]])('must be an object, which %p is not', (given) => {
    const read = () => readAttributes(given as never);

    expect(read).toThrow(new TypeError(`attributes must be an object; got ${typeof given}`));
  });

  it('may be none at all', () => {
    expect(readAttributes(null as never)).toEqual({});
  });
});
