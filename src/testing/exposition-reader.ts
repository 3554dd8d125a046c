/** Reads Prometheus text and OpenMetrics back into samples, for assertions. */

/**
 * One sample of a scrape.
 *
 * @example
 * ```ts
 * const isSlow = ({ name, labels, value }: Sample): boolean =>
 *   name === 'http_request_duration_seconds_bucket' && labels['le'] === '+Inf' && value > 0;
 * ```
 */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** OpenMetrics only. */
  readonly exemplar?: Readonly<Record<string, string>>;
}

const SAMPLE =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[^"}]|"(?:\\.|[^"\\])*")*)\})? (\S+)(?: \d+(?:\.\d+)?)?(?: # \{(.*?)\} .*)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:\\.|[^"\\])*)"/g;

/**
 * Prometheus text or OpenMetrics as samples.
 *
 * @throws Error naming the first line that is neither a comment nor a sample.
 * @example
 * ```ts
 * const samples = readExposition('http_requests_total{method="GET",route="/orders",status="200"} 3');
 *
 * samples.map(({ name, value }) => `${name}: ${value}`);
 * ```
 */
export function readExposition(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readSample);
}

function readSample(line: string): Sample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new Error(`Not a sample: ${line}`);
  const [, name, labels, value, exemplar] = match;
  return {
    name: name!,
    labels: readLabels(labels),
    value: readNumber(value!),
    ...(exemplar !== undefined && { exemplar: readLabels(exemplar) }),
  };
}

function readLabels(text = ''): Record<string, string> {
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name!, unescape(value!)]));
}

function readNumber(text: string): number {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

function unescape(value: string): string {
  return value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

/**
 * Samples of this name whose labels include those given.
 *
 * @example
 * ```ts
 * const [answered] = samplesOf(await app.get(TelemetryRecorder).scrape(), 'http_requests_total', { status: '200' });
 *
 * console.log(answered?.value);
 * ```
 */
export function samplesOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): Sample[] {
  return readExposition(text).filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
}
