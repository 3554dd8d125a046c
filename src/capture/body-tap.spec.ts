import { BodyTap, ByteBudget } from './body-tap.js';

it('counts everything and keeps the beginning, in a copy', () => {
  const tap = new BodyTap(5, new ByteBudget(100));
  const chunk = Buffer.from('abc');

  tap.add(chunk, undefined);
  chunk.fill('x');
  tap.add('dé', 'utf8');
  tap.add('ffff', 'hex');
  tap.add(null, undefined);
  tap.add(7, undefined);

  expect([tap.bytes, tap.content(), tap.isCut]).toEqual([8, Buffer.from('abcdé').subarray(0, 5), true]);
});

it('takes no more than all may hold together, leaves no gap, and gives it back', () => {
  const budget = new ByteBudget(10);
  const [first, second] = [new BodyTap(8, budget), new BodyTap(8, budget)];

  first.add('12345678', 'utf8');
  second.add('1', 'utf8');
  second.add('2345', 'utf8');
  second.add('6', 'utf8');
  expect([second.isOverBudget, second.bytes, second.content().toString()]).toEqual([true, 6, '1']);

  first.close();
  first.close();
  second.close();
  expect([budget.take(10), budget.take(1)]).toEqual([true, false]);
});

it('looks no more once it is closed', () => {
  const tap = new BodyTap(8, new ByteBudget(10));

  tap.close();
  tap.add('abc', 'utf8');

  expect([tap.bytes, tap.content().length]).toEqual([0, 0]);
});
