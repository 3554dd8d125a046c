/** The hook with which @nestjs/observe wraps every provider, outside a trace and in one that is sampled out. */
import { createObserveModule } from '@nestjs/observe';
import { AsyncLocalStorage } from 'node:async_hooks';
import { callOnce, expectCount, outside, type Place, type SetUp } from './set-up.js';

const TRACE_ID_KEY = 'traceId';

/** Of its trace registry, what proves that spans are made. */
interface TraceRegistry {
  startTrace(traceId: string, data: object): void;
  readonly traceSnapshots: ReadonlyMap<string, { readonly refsCounter: number }>;
}

export async function setUpObserve(): Promise<SetUp> {
  const { ObserveInstrument, ObserveModule } = createObserveModule({ traceIdKey: TRACE_ID_KEY });
  const storage = provided<AsyncLocalStorage<unknown>>(ObserveModule, 'AsyncLocalStorage');
  const registry = provided<TraceRegistry>(ObserveModule, 'OperationTraceRegistry');
  const instrument = (instance: object): object => ObserveInstrument!.instanceDecorator!(instance) as object;
  /** A request of this id whose trace nobody has started is one that was sampled out. */
  const inTrace =
    (traceId: string): Place =>
    (work) =>
      storage.run(new Map([[TRACE_ID_KEY, traceId]]), work);
  return {
    places: { outside, unsampled: inTrace('sampled-out') },
    contenders: [
      { name: 'observe-outside', decorators: [], instrument, place: 'outside' },
      { name: 'observe', decorators: [], instrument, place: 'unsampled' },
    ],
    async prove(made) {
      expectCount('traces', registry.traceSnapshots.size, 0);
      registry.startTrace('sampled', {});
      for (const one of made) await inTrace('sampled')(() => callOnce(one));
      const spans = registry.traceSnapshots.get('sampled')?.refsCounter;
      expectCount('spans of sampled calls', spans, made.length * 8);
      return `0 spans while unsampled, ${spans} of as many once sampled`;
    },
    close: async () => undefined,
  };
}

interface Provider {
  readonly provide?: { readonly name?: string };
  readonly useValue?: unknown;
  readonly useFactory?: () => unknown;
}

/** What the module would give to Nest's injector. */
function provided<T>(module: object, name: string): T {
  const providers = Reflect.getMetadata('providers', module) as readonly Provider[];
  const provider = providers.find(({ provide }) => provide?.name === name);
  if (provider === undefined) throw new Error(`@nestjs/observe provides no ${name}`);
  return (provider.useValue ?? provider.useFactory?.()) as T;
}
