/** Lines of the log on their way to real Loki: over OTLP, and from the files that containers leave. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Logger } from '@nestjs/common';
import { closeApplications, startApplication } from '../support/application.js';
import { eventually, type Program } from '../support/child-process.js';
import { describeWithPrograms } from '../support/stack-programs.js';
import { getInTraces, traceIds } from './known-traces.js';
import { Loki, grafanaQuery, type LokiLine } from './loki.js';
import { LoopbackStack } from './loopback-stack.js';

const service = { name: 'decision-desk', version: '1.0.0' };

interface Line {
  readonly timestamp: string;
  readonly level: string;
  readonly target: string;
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
  Docker: {
    file: 'containers/0a1b/0a1b-json.log',
    wrap: (line: string) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: new Date().toISOString() }),
  },
  Kubernetes: {
    file: 'pods/default_desk_1/desk/0.log',
    wrap: (line: string) => `${new Date().toISOString()} stdout F ${line}`,
  },
};

describeWithPrograms(['collector', 'loki'], 'Log shipping', (files) => {
  let stack: LoopbackStack;
  let loki: Loki;
  let shipper: Program;

  beforeAll(async () => {
    stack = await LoopbackStack.make();
    loki = new Loki(stack.url('loki:3100'));
    await Promise.all([stack.startLoki(files.loki), stack.startCollector(files.collector)]);
    shipper = await stack.startStdoutLogs(files.collector);
  });

  afterEach(closeApplications);

  afterAll(() => stack.stop());

  /** Where Grafana looks for the lines of a trace, as soon as that many are there. */
  const arrived = (traceId: string, count: number): Promise<readonly LokiLine[]> =>
    eventually(async () => {
      const lines = await loki.lines(grafanaQuery(traceId, { 'service.name': service.name }));
      return lines.length >= count ? lines : undefined;
    });

  /** What one request has written to standard output, and to Loki over OTLP. */
  async function linesOfRequest(traceId: string) {
    const written = await writtenIn(traceId, stack.url('collector:4317'));
    return { written, overOtlp: await arrived(traceId, written.length) };
  }

  it('brings lines over OTLP to where Grafana looks for those of a trace', async () => {
    const [traceId = ''] = traceIds('otlp', 1);

    const { written, overOtlp } = await linesOfRequest(traceId);

    const lines = written.map((line) => JSON.parse(line) as Line);
    expect(lines.map(({ level }) => level)).toEqual(['WARN', 'ERROR', 'INFO']);
    expect(overOtlp).toMatchObject(
      lines.map(({ timestamp, level, target, message, span_id }) => ({
        atUnixNano: BigInt(Date.parse(timestamp)) * 1_000_000n,
        text: message,
        fields: { service_name: service.name, trace_id: traceId, span_id, severity_text: level, target },
      })),
    );
    expect(overOtlp[0]?.fields).toMatchObject({ overdue: '2', detected_level: 'WARN' });
    expect(overOtlp[1]?.fields).toMatchObject({
      exception_type: 'RangeError',
      exception_message: 'out of reach',
      exception_stacktrace: expect.stringContaining('Invoices.list'),
    });
  });

  it.each(Object.entries(runtimes))(
    'makes of the files of %s what comes over OTLP, and leaves lines of other programs out',
    async (runtime, { file, wrap }) => {
      const [traceId = '', shipped = ''] = traceIds(runtime, 2);
      const { written, overOtlp } = await linesOfRequest(traceId);
      const foreign = ['Server is up, says another', '{"level":"INFO","msg":"says another"}', '{says another'];
      const ours = written.map((line) => line.replaceAll(traceId, shipped));

      mkdirSync(join(stack.folder, file, '..'), { recursive: true });
      writeFileSync(join(stack.folder, file), [...foreign, ...ours].map((line) => `${wrap(line)}\n`).join(''));
      const lines = await arrived(shipped, written.length);

      expect(lines.map(ownPart)).toEqual(overOtlp.map(ownPart));
      expect(await loki.lines('{service_name=~".+"} |= "says another"')).toEqual([]);
      expect(complaintsOf(shipper)).toEqual([]);
    },
  );
});

/** Without what tells the two ways apart: the trace, the resource, the file. */
function ownPart({ fields, ...line }: LokiLine): object {
  const others =
    /^(trace_id|observed_timestamp|log(tag|_file_\w+|_iostream)|(deployment|host|os|process|scope|service)_.*)$/;
  return { ...line, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !others.test(name))) };
}

/** A collector that complains about every line it reads writes more than it ships. */
function complaintsOf({ output }: Program): string[] {
  return output.split('\n').filter((line) => /\t(warn|error)\t/.test(line) && !line.includes('no files match'));
}

async function writtenIn(traceId: string, endpoint: string): Promise<string[]> {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line.trim()) };
  const { url, close } = await startApplication({
    controllers: [Invoices],
    observability: { service, logs: { exporter: 'otlp', endpoint, destination } },
  });
  await getInTraces([traceId], `${url}/invoices`);
  await close();
  return lines.filter((line) => line.includes(traceId));
}
