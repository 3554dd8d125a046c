import { Controller, Get } from '@nestjs/common';
import { CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { OperationPipeline } from 'nestjs-observability';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { startApplication } from '../support/application.js';

class PlaceOrder {
  constructor(readonly act: Act | 'wait') {}
}

@CommandHandler(PlaceOrder)
class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  release!: () => void;
  private readonly released = new Promise<void>((resolve) => (this.release = resolve));

  async execute({ act }: PlaceOrder): Promise<void> {
    if (act === 'error') throw new RangeError('out of stock');
    if (act !== 'success') await this.released;
  }
}

@Controller()
class OrdersController {
  constructor(private readonly commands: CommandBus) {}

  @Get()
  async place(): Promise<void> {
    await this.commands.execute(new PlaceOrder('wait'));
  }
}

async function start(): Promise<SourceSubject> {
  const { app, recorder, request, close } = await startApplication({
    imports: [CqrsModule.forRoot()],
    controllers: [OrdersController],
    providers: [PlaceOrderHandler],
  });
  const commands = app.get(CommandBus);
  const handler = app.get(PlaceOrderHandler);
  const isUnderWay = () => recorder.waitFor(({ started }) => started.includes('cqrs.execution command PlaceOrder'));
  const acts: Record<Act, () => Promise<unknown>> = {
    success: () => commands.execute(new PlaceOrder('success')),
    error: () => commands.execute(new PlaceOrder('error')),
    abort: async () => {
      const leaving = new AbortController();
      const answer = request('/', { signal: leaving.signal });
      await isUnderWay();
      leaving.abort();
      handler.release();
      await answer;
    },
    timeout: async () => {
      const executed = commands.execute(new PlaceOrder('wait'));
      await Promise.race([executed, new Promise((resolve) => setTimeout(resolve, 5))]);
      handler.release();
    },
  };
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: (how) => acts[how](),
    begin: async () => {
      void commands.execute(new PlaceOrder('wait'));
      return { release: handler.release };
    },
    close,
  };
}

describeSource('Commands, queries, events and sagas', {
  kind: 'cqrs.execution',
  start,
  // A handler does its work to the end, whoever has stopped waiting for it.
  outcomes: { success: 'ok', error: 'error', abort: 'ok', timeout: 'ok' },
  shutdown: 'ok',
});
