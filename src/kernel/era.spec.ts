import { collectGarbage } from '../../test/support/garbage.js';
import { activate, deactivate } from './active-pipeline.js';
import { atEraEnd, beginEra } from './era.js';
import { observeProperty } from './observed-method.js';
import { OperationPipeline } from './operation-pipeline.js';

describe('an era', () => {
  it('tells whoever remembers something once that it has ended', () => {
    let told = 0;
    const forget = (): void => void told++;
    atEraEnd(forget);

    beginEra();
    beginEra();

    expect(told).toBe(1);
  });

  it('tells all of many, each once', () => {
    const told = new Map<number, number>();
    const many = Array.from({ length: 2_500 }, (_, index) => () => void told.set(index, (told.get(index) ?? 0) + 1));

    many.forEach(atEraEnd);
    beginEra();

    expect([told.size, new Set(told.values())]).toEqual([2_500, new Set([1])]);
  });

  it('does not keep the method of a class that was made, called and dropped meanwhile', async () => {
    const pipeline = new OperationPipeline();
    activate(pipeline);

    const reference = calledMethod();
    await collectGarbage();

    expect(reference.deref()).toBeUndefined();
    deactivate(pipeline);
  });

  it('tells those that are still there after many others have gone', async () => {
    let told = 0;
    const forget = (): void => void told++;
    atEraEnd(forget);

    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 1_000; count++) atEraEnd(() => void count);
      await collectGarbage();
    }
    beginEra();

    expect(told).toBe(1);
  });
});

function calledMethod(): WeakRef<object> {
  class Passing {
    work(): number {
      return 1;
    }
  }
  const reference = new WeakRef(Passing.prototype.work);
  observeProperty(Passing.prototype, 'work', { className: 'Passing', methodName: 'work' });
  new Passing().work();
  return reference;
}
