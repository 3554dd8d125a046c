import { context } from '@opentelemetry/api';
import { currentOperation, Diagnostics, ensureContextManager, OperationPipeline } from '../../kernel/index.js';
import { currentIn, Emission, emissionOf, follow, startPublishing } from './emission.js';

beforeAll(ensureContextManager);

const pipelineOf = (needsContext: boolean) =>
  new OperationPipeline({
    handlers: [{ name: 'interested', handles: () => true, needsContext }],
    diagnostics: new Diagnostics(() => undefined),
  });

describe.each([true, false])('An event on its way, handlers asking what is current: %p', (needsContext) => {
  it('is found by who receives it, and holds nothing of the work around it', () => {
    const emission = new Emission('nestjs_event_emitter', 'tick');
    const publishing = startPublishing(pipelineOf(needsContext), emission);

    const ambient = currentIn(publishing);

    expect(context.with(ambient, () => emissionOf(currentOperation(), 'nestjs_event_emitter'))).toBe(emission);
    expect(emissionOf(publishing, 'nestjs_cqrs')).toBeUndefined();
    expect(publishing.context).toBe(ambient);
  });
});

describe('A call that is followed', () => {
  const followed = (work: () => unknown) => {
    const ends: unknown[] = [];
    const follows = () =>
      follow({ method: work, instance: undefined, args: [] }, undefined, (...how) => void ends.push(how));
    return { ends, follows };
  };

  it.each([[7], [undefined], [{ then: () => undefined }], [new Set([1])]])('gives %p as it is, at once', (value) => {
    const { ends, follows } = followed(() => value);

    expect(follows()).toBe(value);
    expect(ends).toEqual([['ok']]);
  });

  it('throws what it throws', () => {
    const error = new RangeError('of the work');
    const { ends, follows } = followed(() => {
      throw error;
    });

    expect(follows).toThrow(error);
    expect(ends).toEqual([['error', error]]);
  });

  it('ends with its promise, which it gives as it is', async () => {
    const aborted = Promise.reject(new DOMException('gone', 'AbortError'));
    const { ends, follows } = followed(() => aborted);

    expect(follows()).toBe(aborted);
    expect(ends).toEqual([]);
    await aborted.catch(() => undefined);
    expect(ends).toEqual([['canceled', expect.any(DOMException)]]);
  });
});
