/** The server under load: an application whose module is switched on and off by its parent process. */
import 'reflect-metadata';
import {
  Counted,
  MetricsService,
  ObservabilityModule,
  OperationPipeline,
  Traced,
  type ObservabilityOptions,
} from 'nestjs-observability';
import type { Reading } from '../harness/paired-windows.js';
import { startHello, type HelloApplication, type Platform } from './hello.js';
import { optionsOf, requestVariants, type RequestVariant, type RequestVariantName } from './request-variants.js';
import { SpanExport } from './span-export.js';

/** `settle` exports what waits. Both are answered with a reading. */
export type Command = { readonly ask: 'switch'; readonly isOn: boolean } | { readonly ask: 'settle' };

/** `spans` are those exported. */
export interface ServerReading extends Reading {
  readonly handled: number;
  /** Calls that `@Counted()` has counted. */
  readonly calls: number;
  readonly dropped: number;
}

interface ServerOptions {
  readonly name: RequestVariantName;
  readonly platform: Platform;
  readonly endpoint: string;
  readonly extra: ObservabilityOptions;
}

async function main({ name, platform, endpoint, extra }: ServerOptions): Promise<void> {
  const variant: RequestVariant = requestVariants[name];
  const hello = await startHello(platform, {
    imports: [ObservabilityModule.forRoot({ ...optionsOf(variant, endpoint), ...extra })],
    ...(variant.isDecorated && { onService: [Traced(), Counted()] }),
  });
  const pipeline = hello.app.get(OperationPipeline);
  const handlers = pipeline.currentHandlers;
  const spanExport = new SpanExport(hello.app);
  process.on('message', async (command: Command) => {
    if (command.ask === 'switch') pipeline.use(command.isOn ? handlers : []);
    else await spanExport.flush();
    process.send!(reading(hello, spanExport));
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port: hello.port });
}

function reading({ app, handled }: HelloApplication, spanExport: SpanExport): ServerReading {
  const { user, system } = process.cpuUsage();
  const metrics = app.get(MetricsService);
  const read = (name: string, labels: Record<string, string>): number => {
    const value = metrics.read(name, labels);
    return typeof value === 'number' ? value : 0;
  };
  const { exported, dropped } = spanExport.state();
  return {
    cpuMicros: user + system,
    counted: read('http_requests_total', { method: 'GET', route: '/hello', status: '200' }),
    calls: read('method_calls_total', { class: 'HelloService', method: 'greet', outcome: 'ok' }),
    spans: exported,
    handled: handled(),
    dropped,
  };
}

const [name, platform, endpoint, extra] = process.argv.slice(2) as [RequestVariantName, Platform, string, string];
void main({ name, platform, endpoint, extra: JSON.parse(extra) as ObservabilityOptions });
