import { leaveStackAsItWas, makeRoomOnStack } from './stack-room.js';

const before = Error.stackTraceLimit;
afterEach(() => (Error.stackTraceLimit = before));

describe('Room on the stack', () => {
  it('is there as long as it is needed', () => {
    Error.stackTraceLimit = 10;

    const limit = makeRoomOnStack();
    const during = Error.stackTraceLimit;
    leaveStackAsItWas(limit);

    expect([during, Error.stackTraceLimit]).toEqual([13, 10]);
  });

  it('leaves a limit that the application sets in the meantime', () => {
    Error.stackTraceLimit = 10;

    const limit = makeRoomOnStack();
    Error.stackTraceLimit = 50;
    leaveStackAsItWas(limit);

    expect(Error.stackTraceLimit).toBe(50);
  });

  it.each([-1, 0, 100, Infinity, undefined])('leaves a limit of %p, which needs none', (limit) => {
    Object.assign(Error, { stackTraceLimit: limit });

    const left = makeRoomOnStack();
    const during = Error.stackTraceLimit;
    leaveStackAsItWas(left);

    expect([during, Error.stackTraceLimit]).toEqual([limit, limit]);
  });

  it.each([1, 99])('is made on a limit of %p too', (limit) => {
    Error.stackTraceLimit = limit;

    makeRoomOnStack();

    expect(Error.stackTraceLimit).toBe(limit + 3);
  });

  it('does not grow with a deep recursion', () => {
    Error.stackTraceLimit = 10;

    for (let depth = 0; depth < 10_000; depth++) makeRoomOnStack();

    expect(Error.stackTraceLimit).toBe(100);
  });

  it('does without where the limit cannot be changed', () => {
    Object.defineProperty(Error, 'stackTraceLimit', { value: 10, writable: false, configurable: true });

    expect(() => leaveStackAsItWas(makeRoomOnStack())).not.toThrow();

    Object.defineProperty(Error, 'stackTraceLimit', { value: 10, writable: true, configurable: true });
  });
});
