import { EventTypes } from './event-types.js';

describe('EventTypes', () => {
  const types = new EventTypes(['order.created', 'order.*', 'order.*.paid', '**', ['user', '*'], 'a.**.z'], {
    wildcard: true,
  });

  it.each([
    ['order.created', 'order.created'],
    ['order.7', 'order.*'],
    ['order.7.paid', 'order.*.paid'],
    ['order.7.refused', '**'],
    [['user', '7'], 'user.*'],
    ['a.z', 'a.**.z'],
    ['a.b.c.z', 'a.**.z'],
    ['a.b.c', '**'],
    [Symbol('closed'), '**'],
    [7, '**'],
    ['', '**'],
  ])('names %p after what listeners ask for: %s', (event, type) => {
    expect(types.of(event)).toBe(type);
  });

  it('keeps the name of an event that nobody asks for', () => {
    const undeclared = new EventTypes([]);

    expect(['a.b', Symbol('sign'), ['a', Symbol('b')], 7, {}, undefined].map((event) => undeclared.of(event))).toEqual([
      'a.b',
      'sign',
      'a.b',
      '7',
      '_OTHER',
      '_OTHER',
    ]);
  });

  it('takes stars for letters where the emitter knows no wildcards', () => {
    expect(new EventTypes(['order.*']).of('order.7')).toBe('order.7');
  });

  it('follows the delimiter of the emitter', () => {
    expect(new EventTypes(['order:*'], { wildcard: true, delimiter: ':' }).of('order:7')).toBe('order:*');
  });

  it('folds names without end, and still tells those that were declared', () => {
    const named = new EventTypes(['order.created', 'user.*'], { wildcard: true });

    const seen = new Set(Array.from({ length: 5000 }, (_, id) => named.of(`order.${id}`)));

    expect(seen.size).toBeLessThanOrEqual(1001);
    expect([named.of('order.4999'), named.of('order.created'), named.of('user.9')]).toEqual([
      '_OTHER',
      'order.created',
      'user.*',
    ]);
  });
});
