/** The whole desk as the process it is, with its servers and its own traffic: what it tells, compared with what was promised. */
import { join } from 'node:path';
import { readExposition, type Sample } from 'nestjs-observability/testing';
import { metricCatalog } from '../../src/metric-catalog.js';
import { eventually, Program } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { startOtlpServer, type OtlpServer, type ReceivedSpan } from '../support/otlp-server.js';
import { describeWith } from '../support/services.js';
import { everyKindOfTraffic, UNMOVED } from './full-desk.js';

const main = join(__dirname, '../../sample/dist/02-decision-desk/main.js');
// Its users fail and its helpers die by chance: on a slow machine it takes them a while.
const trafficMs = 180_000;

describeWith(['postgresql', 'redis', 'nats'], 'The decision desk with everything', (urls) => {
  let collector: OtlpServer;
  let program: Program;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    collector = await startOtlpServer();
    program = new Program(process.execPath, [main], {
      ...process.env,
      PORT: String(port),
      ...everyKindOfTraffic(urls, collector),
    });
    const isReady = async () => (await fetch(`${url}/health/ready`)).status === 200;
    await eventually(async () => ((await isReady()) ? true : undefined), 60_000);
  });
  afterAll(async () => {
    // Asked, not killed: it lets its helpers go.
    await program.stop();
    await collector.stop();
  });

  it('tells of a message from the request to the command of Redis', async () => {
    const trace = await eventually(async () => await traceOfAMessage(url, collector), 60_000);

    expect(treeOf(trace).join('\n')).toBe(MESSAGE);
    const completion = trace.find(({ name }) => name === 'chat coach-1')!;
    expect(completion.attributes).toMatchObject({
      'gen_ai.provider.name': 'local',
      'gen_ai.request.model': 'coach-1',
      'gen_ai.usage.input_tokens': expect.anything(),
      'gen_ai.usage.output_tokens': expect.anything(),
    });
    expect(completion.events.map(({ name }) => name)).toEqual(['request sent', 'first token', 'response received']);
    const handler = trace.find(({ name }) => name === 'ConversationsController.send')!;
    expect(handler.attributes).toMatchObject({
      'user.id': 'grace',
      'desk.conversation_id': expect.any(String),
      'desk.component_type': 'objectives',
    });
  });

  it(
    'moves every metric of the reference by what its users do',
    async () => {
      const wanted = metricCatalog.filter(({ name }) => !(name in UNMOVED)).map(({ name }) => name);
      const first = movedIn(await scrape(url));
      let unmoved: string[] = wanted;
      await eventually(async () => {
        const moved = movedIn(await scrape(url));
        unmoved = unmoved.filter((name) => !first.has(name) && !moved.has(name));
        return unmoved.length === 0 ? true : undefined;
      }, trafficMs).catch(() => undefined);

      expect(unmoved).toEqual([]);
      const all = movedIn(await scrape(url));
      expect(Object.keys(UNMOVED).filter((name) => all.has(name))).toEqual([]);
    },
    trafficMs + 30_000,
  );

  it('shows no metric of the library that the reference does not have, and each with the labels it says', async () => {
    const text = await scrape(url);
    const families = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
    const own = metricCatalog.filter(({ name }) => families.has(name));

    expect(own.map(({ name, type }) => [name, type])).toEqual(own.map(({ name }) => [name, families.get(name)]));
    for (const { name, labelNames } of own)
      expect([name, labelsOf(name, text)]).toEqual([name, expectedOf(labelNames)]);
    const known = new Set(metricCatalog.map(({ name }) => name));
    const strangers = [...families.keys()].filter(
      (name) => !known.has(name) && !DESK.test(name) && !PROM_CLIENT.test(name),
    );
    expect(strangers).toEqual([]);

    /** Every label of a sample is one of the definition's; a metric without samples has none to show. */
    function labelsOf(name: string, page: string): string[] {
      const samples = readExposition(page).filter(isOf(name));
      return samples.length === 0
        ? expectedOf(definitionOf(name))
        : Object.keys(samples[0]!.labels).filter(isDefined).toSorted();
    }
  });

  it('says in plain start which families are idle, and why', () => {
    const idle = linesOf(program).filter(({ message }) => String(message).startsWith('Idle: '));

    expect(idle.map(({ message }) => message)).toEqual(['Idle: GraphQL, CQRS. The desk has neither']);
  });
});

/** The desk's own business metrics. */
const DESK = /^(cycles?|components?|messages?|desk|sessions_opened)_/;
/** prom-client's own names for the process. */
const PROM_CLIENT = /^(process|nodejs)_/;

const MESSAGE = `
POST /conversations/:conversationId/messages
  AuthGuard.canActivate
  RolesGuard.canActivate
  QuestionLimitGuard.canActivate
  AnnotateInterceptor.intercept
  ValidationPipe.transform
  ValidationPipe.transform
  ValidationPipe.transform
  ParseUUIDPipe.transform
  ConversationsController.send
    ConversationsService.send
      ConversationsService.open
        ConversationsRepository.find
          SELECT conversations
        CyclesService.find
          CyclesRepository.find
            SELECT cycles
          access check
            SessionsRepository.find
              SELECT sessions
      ConversationsRepository.lastMessages
        SELECT messages
      chat coach-1
      ConversationsRepository.saveExchange
        INSERT messages
      ConversationsService.publish
        publish message.sent
          message.sent → SessionActivityListener.onMessageSent
            SessionsRepository.touch
              UPDATE sessions
          message.sent → MessageMetricsListener.record
        publish message.sent
          message.sent → SessionActivityListener.onMessageSent
            SessionsRepository.touch
              UPDATE sessions
          message.sent → MessageMetricsListener.record
        publish answer.saved
          PUBLISH
  AnnotateInterceptor.intercept (response)
`.trim();

const isDefined = (label: string): boolean => label !== 'le' && label !== 'quantile';
const expectedOf = (labelNames: readonly string[]): string[] => labelNames.toSorted();
const definitionOf = (name: string): readonly string[] => metricCatalog.find((one) => one.name === name)!.labelNames;
const isOf = (name: string) => (sample: Sample) =>
  sample.name.replace(/_(bucket|sum|count)$/, '') === name || sample.name === name;

function movedIn(text: string): Set<string> {
  const moved = readExposition(text).filter(({ value }) => value !== 0 && !Number.isNaN(value));
  return new Set(moved.flatMap(({ name }) => [name, name.replace(/_(bucket|sum|count)$/, '')]));
}

async function scrape(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

/** Sends a message as a user would, and gives its whole trace; undefined where the assistant failed or the user asked too often. */
async function traceOfAMessage(url: string, collector: OtlpServer): Promise<readonly ReceivedSpan[] | undefined> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'x-user-id': 'grace' };
    return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const idOf = async (answer: Response) => ((await answer.json()) as { id: string }).id;
  const session = await idOf(await post('/sessions', { title: 'Choose a region' }));
  const cycle = await idOf(await post(`/sessions/${session}/cycles`, { title: `Which region? ${Math.random()}` }));
  const conversation = await idOf(await post(`/cycles/${cycle}/conversations`, { component: 'objectives' }));
  const answer = await post(`/conversations/${conversation}/messages`, { content: 'What am I missing?' });
  if (answer.status !== 201) return undefined;
  const spansNow = () => collector.spans.filter(({ traceId }) => traceId === answer.headers.get('trace-id'));
  // Listeners end after the request, and may leave with a later batch.
  const isWhole = async () => treeOf(spansNow()).join('\n') === MESSAGE || undefined;
  await eventually(isWhole).catch(() => undefined);
  return spansNow();
}

/** Names by depth, in the order of their beginning, as a person reads a trace. */
function treeOf(spans: readonly ReceivedSpan[], parentSpanId = '', depth = 0): string[] {
  const children = spans.filter((span) => span.parentSpanId === parentSpanId);
  const inOrder = children.toSorted((a, b) => Number(a.startUnixNano - b.startUnixNano));
  return inOrder.flatMap(({ name, spanId }) => ['  '.repeat(depth) + name, ...treeOf(spans, spanId, depth + 1)]);
}

function linesOf(program: Program): Record<string, unknown>[] {
  const lines = program.output.split('\n').filter((text) => text.startsWith('{') && text.endsWith('}'));
  return lines.map((text) => JSON.parse(text) as Record<string, unknown>);
}
