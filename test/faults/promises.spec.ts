/** Where an application gives a function that is called for its effect, an asynchronous one fits as well: its rejection ends no process. */
import { Controller, Get } from '@nestjs/common';
import {
  Audited,
  ObservabilityService,
  OperationPipeline,
  Timed,
  type ConsolePage,
  type ObservabilityOptions,
  type OperationHandler,
} from 'nestjs-observability';
import { getInstrument, PoolsInstrument } from 'nestjs-observability/instruments';
import { Span } from 'nestjs-observability/nestjs-otel';
import { closeApplications, platforms, startApplication } from '../support/application.js';

const nothing = (): undefined => undefined;
const rejects = (async () => {
  throw new Error('later');
}) as () => never;

const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeEach(() => void process.on('unhandledRejection', note));
afterEach(async () => {
  await closeApplications();
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

function handlerWith(phase: keyof OperationHandler): ObservabilityOptions {
  const handler = { name: 'hasty', handles: () => true, [phase]: rejects };
  return { plugins: [{ name: 'hasty', handlers: [handler] }] };
}

function recorderWith(phase: 'start' | 'end'): ObservabilityOptions {
  const recorder = { readsClock: false, readsCall: false, end: nothing, [phase]: rejects };
  return { plugins: [{ name: 'hasty', handlers: [{ name: 'hasty', handles: () => false, bind: () => recorder }] }] };
}

function processorWith(phase: 'onStart' | 'onEnd'): ObservabilityOptions {
  const flushed = async (): Promise<void> => undefined;
  const processor = { onStart: nothing, onEnd: nothing, forceFlush: flushed, shutdown: flushed, [phase]: rejects };
  return { traces: { sampleRatio: 1 }, plugins: [{ name: 'hasty', spanProcessors: [processor] }] };
}

const logged: ObservabilityOptions = {
  plugins: [{ name: 'hasty', room: () => ({ logged: rejects, close: nothing }) }],
};

const cases: readonly (readonly [string, ObservabilityOptions, string])[] = [
  ...(['handles', 'admits', 'start', 'event', 'end'] as const).map(
    (phase) => [`handler in ${phase}`, handlerWith(phase), `hasty/${phase}`] as const,
  ),
  ...(['start', 'end'] as const).map(
    (phase) => [`recorder in ${phase}`, recorderWith(phase), `hasty/${phase}`] as const,
  ),
  ...(['onStart', 'onEnd'] as const).map(
    (phase) => [`span processor in ${phase}`, processorWith(phase), `/${phase}`] as const,
  ),
  ['plugin that reads lines along', logged, 'plugin/logged'],
  ['log destination', { logs: { destination: { write: rejects } } }, 'logging/write'],
  ['audit destination', { audit: { destination: { write: rejects } } }, 'audit/write'],
];

@Controller()
class ShopController {
  constructor(private readonly observability: ObservabilityService) {}

  @Get('take')
  take(): object {
    this.observability.addEvent('asked');
    return { taken: this.weigh() };
  }

  @Timed()
  private weigh(): number {
    return this.read() + 1;
  }

  @Audited({ action: 'shop.read', target: 'scales' })
  @Span({ onResult: rejects })
  private read(): number {
    return 2;
  }
}

describe.each(platforms)('On %s a promise that rejects, given by a', (platform) => {
  it.each(cases)('%s, is counted and reaches nobody', async (_who, observability, counted) => {
    const application = await startApplication({ platform, controllers: [ShopController], observability });

    const answers = await Promise.all([1, 2].map(async () => (await application.request('/take')).text()));
    await new Promise((resolve) => setImmediate(resolve));

    expect(answers).toEqual(Array(2).fill('{"taken":3}'));
    const { failures } = application.app.get(OperationPipeline).diagnostics;
    const names = [...failures.values()].map(({ labels }) => Object.values(labels).join('/'));
    expect(names.filter((name) => name.endsWith(counted))).toHaveLength(1);
  });
});

it('A pool and a page of the console that give promises show what they have shown before, or that they are off', async () => {
  const page: ConsolePage = {
    id: 'desk',
    title: 'Desk',
    description: 'What lies on it.',
    requires: { isOn: rejects, option: 'desk: true' },
    sections: () => [],
  };
  const token = 'the-token-of-a-console';
  const application = await startApplication({
    observability: { environment: 'development', console: { enabled: true, access: { token } }, consolePages: [page] },
  });
  getInstrument(PoolsInstrument).observe({ read: rejects }, { name: 'hasty' });

  const text = await application.scrape();
  const session = await application.request('/observability/api/v1/session', {
    headers: { authorization: `Bearer ${token}` },
  });

  expect(text).toContain('pool_connections_in_use');
  const { failures } = application.app.get(OperationPipeline).diagnostics;
  expect([...failures.values()].map(({ labels }) => labels)).toContainEqual({ handler: 'pools', phase: 'read' });
  const { pages } = (await session.json()) as { pages: { id: string; isOn: boolean }[] };
  expect(pages.find(({ id }) => id === 'desk')).toMatchObject({ isOn: false });
});
