import { Diagnostics } from '../kernel/index.js';
import { IsolatedReader } from './isolated-reader.js';

function setUp() {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const failed = jest.fn();
  return { reader: new IsolatedReader(20, diagnostics, failed), failed, warnings };
}

describe('IsolatedReader', () => {
  it('names the metric that could not be read', async () => {
    const { reader, failed, warnings } = setUp();

    expect(await reader.read({}, 'pool_size', () => Promise.reject(new Error('no database')))).toBeUndefined();

    expect(failed).toHaveBeenCalledTimes(1);
    expect(warnings[0]).toContain('metric pool_size could not be read: no database');
  });

  it('asks a source once for scrapes at the same time', async () => {
    const { reader, failed } = setUp();
    const source = {};
    const work = jest.fn(async () => 'answer');

    const answers = await Promise.all([reader.read(source, 'a', work), reader.read(source, 'a', work)]);

    expect(answers).toEqual(['answer', 'answer']);
    expect(work).toHaveBeenCalledTimes(1);
    expect(failed).not.toHaveBeenCalled();
  });

  it('asks again once a late source has answered', async () => {
    const { reader, failed } = setUp();
    const source = {};
    let answer!: (text: string) => void;
    const slow = new Promise<string>((resolve) => (answer = resolve));

    expect(await reader.read(source, 'a', () => slow)).toBeUndefined();
    expect(await reader.read(source, 'a', async () => 'not asked')).toBeUndefined();
    answer('late');
    await slow;
    await new Promise((resolve) => setImmediate(resolve));

    expect(await reader.read(source, 'a', async () => 'in time')).toBe('in time');
    expect(failed).toHaveBeenCalledTimes(2);
  });
});
