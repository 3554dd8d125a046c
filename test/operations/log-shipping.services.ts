/** Lines of the log on their way to real Loki: over OTLP, and from the files that containers leave. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Logger } from '@nestjs/common';
import { closeApplications, startApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { describeWithPrograms } from '../support/stack-programs.js';
import { Loki, grafanaQuery, type LokiLine } from './loki.js';
import { LoopbackStack } from './loopback-stack.js';

const traceIds = { otlp: 'a'.repeat(32), docker: 'b'.repeat(32), kubernetes: 'c'.repeat(32) };
const service = { name: 'decision-desk', version: '1.0.0' };

interface Line {
  readonly timestamp: string;
  readonly message: string;
  readonly span_id: string;
}

@Controller('invoices')
class Invoices {
  private readonly logger = new Logger('Invoices');

  @Get()
  list(): string {
    this.logger.warn({ message: 'Two are overdue', overdue: 2 });
    this.logger.error('No answer from the bank', new RangeError('out of reach'));
    return 'two';
  }
}

/** Files as container runtimes leave them, each line with a time of the runtime's own. */
const runtimes = {
  docker: {
    file: 'containers/0a1b/0a1b-json.log',
    wrap: (line: string) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: new Date().toISOString() }),
  },
  kubernetes: {
    file: 'pods/default_desk_1/desk/0.log',
    wrap: (line: string) => `${new Date().toISOString()} stdout F ${line}`,
  },
};

describeWithPrograms(['collector', 'loki'], 'Log shipping', (files) => {
  let stack: LoopbackStack;
  let loki: Loki;
  /** What one request has written to standard output, and to Loki over OTLP. */
  let written: readonly string[];
  let overOtlp: readonly LokiLine[];

  beforeAll(async () => {
    stack = await LoopbackStack.make();
    loki = new Loki(stack.url('loki:3100'));
    await Promise.all([stack.startLoki(files.loki), stack.startCollector(files.collector)]);
    await stack.startStdoutLogs(files.collector);
    written = await linesOfOneRequest(stack.url('collector:4317'));
    overOtlp = await arrived(traceIds.otlp);
  });

  afterAll(async () => {
    await closeApplications();
    await stack.stop();
  });

  /** As soon as all are there that the request has written. */
  const arrived = (traceId: string): Promise<readonly LokiLine[]> =>
    eventually(async () => {
      const lines = await loki.lines(grafanaQuery(traceId, { 'service.name': service.name }));
      return lines.length >= written.length ? lines : undefined;
    });

  it('brings lines over OTLP to where Grafana looks for those of a trace', () => {
    const lines = written.map((line) => JSON.parse(line) as Line);

    expect(overOtlp.map(({ text }) => text)).toEqual(lines.map(({ message }) => message));
    expect(overOtlp.map(({ atUnixNano }) => atUnixNano)).toEqual(
      lines.map(({ timestamp }) => BigInt(Date.parse(timestamp)) * 1_000_000n),
    );
    expect(overOtlp.map(({ fields }) => [fields['severity_text'], fields['target'], fields['span_id']])).toEqual(
      lines.map(({ span_id }, index) => [
        ['WARN', 'ERROR', 'INFO'][index],
        ['Invoices', 'Invoices', 'HTTP'][index],
        span_id,
      ]),
    );
    expect(overOtlp[0]?.fields).toMatchObject({ service_name: service.name, overdue: '2', detected_level: 'warn' });
    expect(overOtlp[1]?.fields).toMatchObject({
      exception_type: 'RangeError',
      exception_message: 'out of reach',
      exception_stacktrace: expect.stringContaining('Invoices.list'),
    });
  });

  it.each(Object.keys(runtimes) as (keyof typeof runtimes)[])(
    'makes of the files of %s what comes over OTLP, and leaves lines of other programs out',
    async (runtime) => {
      const { file, wrap } = runtimes[runtime];
      const foreign = ['Server is up, says another program', '{"level":"INFO","msg":"says another program"}'];
      const ours = written.map((line) => line.replaceAll(traceIds.otlp, traceIds[runtime]));

      mkdirSync(join(stack.folder, file, '..'), { recursive: true });
      writeFileSync(join(stack.folder, file), [...foreign, ...ours].map((line) => `${wrap(line)}\n`).join(''));
      const lines = await arrived(traceIds[runtime]);

      expect(lines.map(asOverOtlp)).toEqual(overOtlp.map(asOverOtlp));
      expect(await loki.lines('{service_name=~".+"} |= "says another program"')).toEqual([]);
    },
  );
});

/** Without what tells the ways apart. */
function asOverOtlp({ fields, ...line }: LokiLine): object {
  const { trace_id: _id, ...rest } = fields;
  return { ...line, fields: rest };
}

async function linesOfOneRequest(endpoint: string): Promise<string[]> {
  const lines: string[] = [];
  const { url, close } = await startApplication({
    controllers: [Invoices],
    observability: {
      service,
      logs: { exporter: 'otlp', endpoint, destination: { write: (line: string) => void lines.push(line.trim()) } },
    },
  });
  await fetch(`${url}/invoices`, { headers: { traceparent: `00-${traceIds.otlp}-${'d'.repeat(16)}-01` } });
  await close();
  return lines.filter((line) => line.includes(traceIds.otlp));
}
