/** The decision desk's trace in real Jaeger, by way of the generated collector. */
import { join } from 'node:path';
import { eventually, Program } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { describeWithPrograms } from '../support/stack-programs.js';
import { Jaeger, parentOf, tagsOf } from './jaeger.js';
import { CALLER_SPAN, getInTraces, traceIds } from './known-traces.js';
import { LoopbackStack } from './loopback-stack.js';

const main = join(__dirname, '../../sample/dist/02-decision-desk/main.js');

describeWithPrograms(['collector', 'jaeger'], 'Jaeger', (files) => {
  let stack: LoopbackStack;
  let jaeger: Jaeger;
  let desk: string;

  beforeAll(async () => {
    stack = await LoopbackStack.make();
    jaeger = new Jaeger(stack.url('jaeger:16686'));
    desk = await startDesk(stack.url('collector:4317'));
    await Promise.all([stack.startJaeger(files.jaeger), stack.startCollector(files.collector)]);
  });

  afterAll(() => stack.stop());

  it("shows the desk's trace: its service, its spans and what each is part of", async () => {
    // A tenth of them is kept.
    const asked = traceIds('desk', 100);

    await getInTraces(asked, `${desk}/sessions`, { 'x-user-id': 'grace' });
    const known = await eventually(async () => {
      const found = await jaeger.traceIds('decision-desk', 500);
      return asked.find((id) => found.has(id));
    }, 60_000);
    const { spans, processes } = (await jaeger.trace(known))!;

    const root = spans.find((span) => parentOf(span) === CALLER_SPAN)!;
    const ids = new Set(spans.map(({ spanID }) => spanID));
    expect(Object.values(processes).map(({ serviceName }) => serviceName)).toEqual(['decision-desk']);
    expect(root.operationName).toBe('GET /sessions');
    expect(tagsOf(root)).toMatchObject({
      'span.kind': 'server',
      'http.route': '/sessions',
      'http.response.status_code': 200,
    });
    expect(spans.length).toBeGreaterThan(2);
    expect(spans.filter((span) => span !== root && !ids.has(parentOf(span) ?? ''))).toEqual([]);
  });
});

async function startDesk(endpoint: string): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, PORT: String(port), TRAFFIC: 'off' };
  new Program(process.execPath, [main], { ...process.env, ...env });
  await eventually(async () => ((await fetch(`${url}/health/ready`)).status === 200 ? true : undefined), 60_000);
  return url;
}
