import { Diagnostics } from '../kernel/index.js';
import { IsolatedReader } from './isolated-reader.js';

function setUp() {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const failed = jest.fn();
  const reader = new IsolatedReader(20, diagnostics, failed);
  const read = async <T>(source: object, name: string, work: () => Promise<T>) =>
    (await reader.readAll([{ source, name, work }]))[0];
  return { reader, read, failed, warnings };
}

describe('IsolatedReader', () => {
  it('names the metric that could not be read', async () => {
    const { read, failed, warnings } = setUp();

    expect(await read({}, 'pool_size', () => Promise.reject(new Error('no database')))).toBeUndefined();

    expect(failed).toHaveBeenCalledTimes(1);
    expect(warnings[0]).toContain('metric pool_size could not be read: no database');
  });

  it('asks a source once for scrapes at the same time', async () => {
    const { read, failed } = setUp();
    const source = {};
    const work = jest.fn(async () => 'answer');

    const answers = await Promise.all([read(source, 'a', work), read(source, 'a', work)]);

    expect(answers).toEqual(['answer', 'answer']);
    expect(work).toHaveBeenCalledTimes(1);
    expect(failed).not.toHaveBeenCalled();
  });

  it('asks again once a late source has answered', async () => {
    const { read, failed } = setUp();
    const source = {};
    let answer!: (text: string) => void;
    const slow = new Promise<string>((resolve) => (answer = resolve));

    expect(await read(source, 'a', () => slow)).toBeUndefined();
    expect(await read(source, 'a', async () => 'not asked')).toBeUndefined();
    answer('late');
    await slow;
    await new Promise((resolve) => setImmediate(resolve));

    expect(await read(source, 'a', async () => 'in time')).toBe('in time');
    expect(failed).toHaveBeenCalledTimes(2);
  });

  it('gives what others answer beside one that fails and one that never answers', async () => {
    const { reader, failed } = setUp();
    const asked = (name: string, work: () => Promise<string>) => ({ source: {}, name, work });

    const answers = await reader.readAll([
      asked('hangs', () => new Promise(() => undefined)),
      asked('fails', () => Promise.reject(new Error('broken'))),
      asked('answers', async () => 'answer'),
    ]);

    expect(answers).toEqual([undefined, undefined, 'answer']);
    expect(failed).toHaveBeenCalledTimes(2);
  });

  it('waits for nobody where all answer at once, and tells who fails at once', async () => {
    const { reader, failed, warnings } = setUp();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const fails = (): string => {
      throw new Error('no file');
    };

    const answers = await reader.readAll([
      { source: {}, name: 'answers', work: () => 'at once' },
      { source: {}, name: 'fails', work: fails },
    ]);

    expect(answers[0]).toBe('at once');
    expect(answers[1]).toBeUndefined();
    expect(timers).not.toHaveBeenCalled();
    expect(failed).toHaveBeenCalledTimes(1);
    expect(warnings[0]).toContain('metric fails could not be read: no file');
    timers.mockRestore();
  });

  it('gives what came before a failure, and names the metric', () => {
    const { reader, failed, warnings } = setUp();
    function* answers() {
      yield 'first';
      throw new Error('second is broken');
    }

    expect([...reader.attempt('pool_size', answers)]).toEqual(['first']);

    expect(failed).toHaveBeenCalledTimes(1);
    expect(warnings[0]).toContain('metric pool_size could not be read: second is broken');
  });
});
