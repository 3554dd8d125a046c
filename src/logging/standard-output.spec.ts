import { Diagnostics } from '../kernel/index.js';
import { StandardOutput } from './standard-output.js';

function setUp(writeBytes?: (bytes: Uint8Array, offset: number) => number) {
  const diagnostics = new Diagnostics();
  const written: string[] = [];
  const output = new StandardOutput(
    diagnostics,
    writeBytes ??
      ((bytes, offset) => {
        written.push(Buffer.from(bytes.subarray(offset)).toString());
        return bytes.length - offset;
      }),
  );
  return { diagnostics, written, output };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('StandardOutput', () => {
  it('writes the lines of one turn at once, at its end', async () => {
    const { output, written } = setUp();

    output.write('a\n');
    output.write('b\n');
    const before = [...written];
    await nextTurn();

    expect([before, written]).toEqual([[], ['a\nb\n']]);
    output.close();
  });

  it('writes when asked, and line by line after it was closed', () => {
    const { output, written } = setUp();

    output.write('a\n');
    output.flushSync();
    output.close();
    output.write('b\n');
    output.write('c\n');

    expect(written).toEqual(['a\n', 'b\n', 'c\n']);
  });

  it('does not gather without bound', () => {
    const { output, written } = setUp();

    for (let index = 0; index < 70; index++) output.write(`${'x'.repeat(1000)}\n`);

    expect(written[0]).toHaveLength(66_066);
    output.close();
  });

  it.each(['a', 'ä', '日', '😀'])('writes lines of %p whole, few or many at once', (letter) => {
    const { output, written } = setUp();
    const lines = [`${letter}\n`, `${letter.repeat(65_000)}\n`, `${letter.repeat(200_000)}\n`];

    for (const line of lines) {
      output.write(line);
      output.flushSync();
    }

    expect(lines.map((line, index) => written[index] === line)).toEqual([true, true, true]);
    output.close();
  });

  it('goes on after a part was taken or the pipe was busy', () => {
    const taken: string[] = [];
    let calls = 0;
    const { output } = setUp((bytes, offset) => {
      if (++calls === 2) throw Object.assign(new Error('busy'), { code: 'EAGAIN' });
      taken.push(String.fromCharCode(bytes[offset]!));
      return 1;
    });

    output.write('abc\n');
    output.flushSync();

    expect(taken.join('')).toBe('abc\n');
    output.close();
  });

  it('counts what cannot be written and never throws', () => {
    const { output, diagnostics } = setUp(() => {
      throw Object.assign(new Error('gone'), { code: 'EPIPE' });
    });

    output.write('a\nb\n');
    output.flushSync();

    expect([...diagnostics.drops.values()]).toEqual([{ labels: { signal: 'logs', reason: 'unwritable' }, value: 2 }]);
    output.close();
  });

  it('leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    const outputs = Array.from({ length: 20 }, () => setUp().output);
    for (const output of outputs) output.write('a\n');
    const during = process.listenerCount('exit');

    for (const output of outputs) output.close();

    expect([during - before, process.listenerCount('exit') - before]).toEqual([1, 0]);
  });
});
