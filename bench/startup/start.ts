/** One start: a fresh process, from its creation to the answer to its first request, and the proof that it did its work. */
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { Received, SinkCommand } from '../harness/otlp-sink.js';
import type { StartupCommand } from './application.js';
import type { Contender, Receivers } from './contenders.js';

export interface Start {
  readonly wallMs: number;
  /** CPU time of the process, on all its threads, by then. */
  readonly cpuMs: number;
}

export type Sink = MeasuredProcess<SinkCommand>;

export async function startOnce(
  contender: Contender,
  execPath: string,
  receivers: Receivers,
  sink: Sink,
): Promise<Start> {
  const { spans: spansBefore } = await sink.ask<Received>('count');
  const output = new Lines();
  const startedAtMs = performance.now();
  const application = new MeasuredProcess<StartupCommand>(`startup/${contender.script}`, [], {
    execPath,
    execArgv: contender.execArgv ?? [],
    env: { NODE_ENV: 'production', ...contender.env?.(receivers) },
    onOutput: (chunk) => output.add(chunk),
  });
  try {
    const { port } = await application.hear<{ port: number }>();
    await load(port, 1, 1);
    const wallMs = performance.now() - startedAtMs;
    const cpuMs = await application.ask<number>('read');
    if (contender.mustShow === 'metric' || contender.mustShow === 'metric and log line')
      await assertCounted(contender, port);
    await end(application);
    if (contender.mustShow === 'metric and log line') output.assertRequestLogged(contender);
    if (contender.mustShow === 'span') await assertExported(contender, sink, spansBefore);
    return { wallMs, cpuMs };
  } finally {
    await application.kill();
  }
}

/** In order, so that what waits is exported; not for ever. */
async function end(application: MeasuredProcess<StartupCommand>): Promise<void> {
  const patience = setTimeout(() => void application.kill(), 10_000);
  await application.stop('stop');
  clearTimeout(patience);
}

const COUNTED_ONCE = /^http_requests_total\{.*route="\/hello".*\} 1$/m;

async function assertCounted({ name }: Contender, port: number): Promise<void> {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  if (!COUNTED_ONCE.test(page)) throw new Error(`${name}: /metrics does not show the one request`);
}

async function assertExported({ name }: Contender, sink: Sink, before: number): Promise<void> {
  const { spans } = await sink.ask<Received>('count');
  if (spans === before) throw new Error(`${name}: no span arrived at the receiver`);
}

class Lines {
  private text = '';

  add(chunk: Buffer): void {
    this.text += chunk.toString();
  }

  assertRequestLogged({ name }: Contender): void {
    if (!this.text.includes('/hello')) throw new Error(`${name}: no log line for the request`);
  }
}
