/** With the module and without it, events and messages do the same in the same order, and give the same results. */
import { Injectable, Logger, Scope, type LoggerService } from '@nestjs/common';
import {
  CommandBus,
  CommandHandler,
  CqrsModule,
  EventBus,
  EventsHandler,
  ofType,
  QueryBus,
  QueryHandler,
  Saga,
  UnhandledExceptionBus,
  type IEvent,
} from '@nestjs/cqrs';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { map, of, type Observable } from 'rxjs';
import { closeApplications, startApplication, type ApplicationSpec } from '../support/application.js';

let diary: unknown[] = [];
const note = (...what: unknown[]): void => void diary.push(what);

@Injectable()
class First {
  @OnEvent('order.*')
  any(...args: unknown[]): string {
    note('any', args, this instanceof First);
    void Promise.resolve().then(() => note('microtask after any'));
    return 'any';
  }

  @OnEvent('order.created', { prependListener: true })
  async first(): Promise<object> {
    note('first');
    await null;
    note('first, one await later');
    return RESULT;
  }

  @OnEvent('order.created', { async: true })
  immediate(): void {
    note('immediate');
  }

  @OnEvent('order.created', { nextTick: true })
  tick(): void {
    note('tick');
  }

  @OnEvent('order.created')
  stream(): Observable<number> {
    note('stream');
    return STREAM;
  }

  @OnEvent('order.created')
  lazy(): unknown {
    note('lazy');
    return { then: (resolve: (value: string) => void) => (note('lazy is awaited'), resolve('lazy')) };
  }

  @OnEvent('order.refused')
  swallowed(): never {
    note('swallowed');
    throw new RangeError('swallowed');
  }

  @OnEvent('order.refused', { suppressErrors: false })
  async loud(): Promise<never> {
    note('loud');
    throw FAILURE;
  }
}

const RESULT = { result: true };
const STREAM = of(1);
const FAILURE = new RangeError('loud');

@Injectable({ scope: Scope.REQUEST })
class PerEvent {
  @OnEvent('order.created')
  onCreated(payload: unknown): void {
    note('per event', payload);
  }
}

class Place {
  constructor(readonly how: string) {}
}
class Find {
  readonly what = 'order';
}
class Placed {
  constructor(readonly how: string) {}
}
class Follow {
  constructor(readonly how: string) {}
}

@CommandHandler(Place)
class PlaceHandler {
  execute({ how }: Place): unknown {
    note('execute', how);
    if (how === 'throws') throw FAILURE;
    if (how === 'rejects') return Promise.reject(FAILURE);
    return how === 'stream' ? STREAM : Promise.resolve(RESULT);
  }
}

@CommandHandler(Follow)
class FollowHandler {
  async execute({ how }: Follow): Promise<void> {
    note('follow', how);
    if (how === 'saga fails') throw FAILURE;
  }
}

@QueryHandler(Find)
class FindHandler {
  async execute(): Promise<object> {
    return RESULT;
  }
}

@EventsHandler(Placed)
class PlacedHandler {
  async handle(event: Placed): Promise<void> {
    note('handle', event);
    await null;
    note('handled');
    if (event.how === 'fails') throw FAILURE;
  }
}

@EventsHandler(Placed, { scope: Scope.REQUEST })
class PerPlaced {
  handle(): void {
    note('handle per event');
  }
}

@Injectable()
class Sagas {
  @Saga()
  placed = (events: Observable<IEvent>): Observable<Follow> => {
    note('saga', events instanceof EventBus);
    return events.pipe(
      ofType(Placed),
      map(({ how }) => (note('saga maps'), new Follow(how))),
    );
  };
}

const quiet = {
  error: (...args: unknown[]) => note('logged', args[0], (args.at(-1) as string | undefined)?.length),
  log: () => undefined,
  warn: () => undefined,
} as unknown as LoggerService;

async function emitAll(emitter: EventEmitter2): Promise<void> {
  emitter.onAny((event: unknown, value: unknown) => note('on any', event, value));
  emitter.once('order.created', (...args: unknown[]) =>
    note('once', args, (emitter as unknown as { event: unknown }).event),
  );
  emitter.prependListener('order.created', () => note('prepended'));
  note('listeners', emitter.listenerCount('order.created'), emitter.listeners('order.refused').length);
  note('emit', emitter.emit('order.created', 1, 'two', { three: 3 }, [4]));
  note('emitted');
  await quiescence();
  const results = await emitter.emitAsync('order.created', 5);
  // What a deferred listener gives is Node's own timer.
  note('results', results.map(kindOf), results.includes(RESULT), results.includes(STREAM));
  note('rejected', await emitter.emitAsync('order.refused').catch((error: unknown) => error === FAILURE));
  note('unheard', emitter.emit('nothing'), emitter.emit(['order', 'parts']), emitter.emit(Symbol.for('sign')));
  emitter.on('broken', () => {
    throw FAILURE;
  });
  note('thrown', attempt(() => emitter.emit('broken')) === FAILURE);
  note('name and length', emitter.emit.name, emitter.emit.length, Object.keys(emitter).toSorted());
}

async function sendAll(commands: CommandBus, queries: QueryBus, events: EventBus, unhandled: UnhandledExceptionBus) {
  unhandled.subscribe(({ cause, exception }) => note('unhandled', cause, exception === FAILURE));
  events.subscribe((event) => note('stream of events', event));
  commands.subscribe((command) => note('stream of commands', command));
  note('ok', (await commands.execute(new Place('ok'))) === RESULT);
  note('stream', (commands.execute(new Place('stream')) as unknown) === STREAM);
  note('throws', attempt(() => commands.execute(new Place('throws'))) === FAILURE);
  note('rejects', await commands.execute(new Place('rejects')).catch((error: unknown) => error === FAILURE));
  note('unknown', String(attempt(() => commands.execute(new Find()))));
  note('no command', String(attempt(() => commands.execute(undefined as never))));
  note('query', (await queries.execute(new Find())) === RESULT);
  note('no query', await queries.execute(new Place('')).catch(String));
  note('published', events.publish(new Placed('ok')));
  note('after publish');
  await quiescence();
  note('published all', events.publishAll([new Placed('fails'), new Placed('saga fails')]));
  note('none', events.publishAll([]), events.publishAll(undefined as never));
  await quiescence();
  note('name and length', events.publish.name, events.publishAll.length, commands.execute.name);
}

/** Every deferred listener has been called by then. */
function quiescence(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : String(value);
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

async function diaryOf(spec: ApplicationSpec, act: (app: Awaited<ReturnType<typeof startApplication>>) => unknown) {
  diary = [];
  const application = await startApplication(spec);
  Logger.overrideLogger(quiet);
  await act(application);
  await quiescence();
  await application.close();
  Logger.overrideLogger(false);
  return diary;
}

afterEach(closeApplications);

const observed = [
  ['at all', {}],
  ['without spans', { traces: { enabled: false } }],
  ['unsampled', { traces: { sampleRatio: 0 } }],
  ['with providers traced automatically', { autoTrace: { include: ['First', 'PlacedHandler', 'Sagas'] } }],
  ['switched off', { enabled: false }],
] as const;

describe.each(observed)('Observed %s', (_how, observability) => {
  it('an emitter does the same', async () => {
    const imports = [EventEmitterModule.forRoot({ wildcard: true, newListener: true, removeListener: true })];
    const spec = { imports, providers: [First, PerEvent], observability };
    const act = ({ app }: Awaited<ReturnType<typeof startApplication>>) => emitAll(app.get(EventEmitter2));

    const bare = await diaryOf({ ...spec, isBare: true }, act);
    const seen = await diaryOf(spec, act);

    expect(bare.length).toBeGreaterThan(30);
    expect(seen).toEqual(bare);
  });

  it('buses do the same', async () => {
    const providers = [PlaceHandler, FollowHandler, FindHandler, PlacedHandler, PerPlaced, Sagas];
    const spec = { imports: [CqrsModule.forRoot()], providers, observability };
    const act = ({ app }: Awaited<ReturnType<typeof startApplication>>) =>
      sendAll(app.get(CommandBus), app.get(QueryBus), app.get(EventBus), app.get(UnhandledExceptionBus));

    const bare = await diaryOf({ ...spec, isBare: true }, act);
    const seen = await diaryOf(spec, act);

    expect(bare.length).toBeGreaterThan(30);
    expect(seen).toEqual(bare);
  });
});
