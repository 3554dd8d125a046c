/** Compares what two contenders have written: every sample of one, and the same value, must be in the other. */

/** @throws Error when a sample is missing, too many, or differs */
export function assertSameSamples(name: string, expected: string, actual: string): void {
  const wanted = samplesOf(name, expected);
  let count = 0;
  for (const [series, value] of readSamples(name, actual)) {
    if (wanted.get(series) !== value) throw new Error(`${series} is ${value} instead of ${String(wanted.get(series))}`);
    count++;
  }
  if (count !== wanted.size) throw new Error(`${count} samples instead of ${wanted.size}`);
}

export function countSamples(name: string, text: string): number {
  return samplesOf(name, text).size;
}

/** @throws Error when a series stands there twice */
function samplesOf(name: string, text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const [series, value] of readSamples(name, text)) {
    if (samples.has(series)) throw new Error(`${series} stands there twice`);
    samples.set(series, value);
  }
  return samples;
}

/** Lines of the family `name`, its buckets, sums and counts. */
function* readSamples(name: string, text: string): Generator<readonly [series: string, value: number]> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start);
    const line = text.slice(start, end);
    start = end + 1;
    if (line.startsWith(name)) yield readSample(line);
  }
}

const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Labels in any order make the same series. */
function readSample(line: string): readonly [series: string, value: number] {
  const [open, close] = [line.indexOf('{'), line.lastIndexOf('}')];
  const labels = line.slice(open + 1, close).match(LABEL) ?? [];
  return [`${line.slice(0, open)}{${labels.toSorted().join()}}`, Number(line.slice(close + 1))];
}
