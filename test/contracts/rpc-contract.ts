/** Both ends of a transport in one hybrid application, for the contract of sources. */
import { Controller, UseInterceptors, type CallHandler, type NestInterceptor } from '@nestjs/common';
import {
  ClientsModule,
  MessagePattern,
  type ClientProvider,
  type ClientProviderOptions,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { firstValueFrom, timeout, type Observable } from 'rxjs';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { pipelineFor } from '../../src/kernel/index.js';
import { startApplication } from '../support/application.js';

class ImpatientInterceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(timeout(20));
  }
}

let gate: { readonly opened: Promise<void>; readonly open: () => void };

@Controller()
class ContractController {
  @MessagePattern('contract-greet')
  greet(): string {
    return 'hello';
  }

  @MessagePattern('contract-fail')
  fail(): never {
    throw new Error('out of words');
  }

  @MessagePattern('contract-wait')
  async wait(): Promise<string> {
    await gate.opened;
    return 'at last';
  }

  @MessagePattern('contract-hurry')
  @UseInterceptors(ImpatientInterceptor)
  async hurry(): Promise<void> {
    await gate.opened;
  }
}

export interface RpcEnds {
  readonly server: MicroserviceOptions;
  readonly client: ClientProvider;
}

/** @param tellsDeparture whether the server hears that its caller has gone */
export function describeRpcContract(
  transport: string,
  ends: () => Promise<RpcEnds>,
  { tellsDeparture }: { readonly tellsDeparture: boolean },
): void {
  const unheard = { impossible: `${transport} does not tell a server that its caller has gone` };

  describeSource(`Messages handled over ${transport}`, {
    kind: 'rpc.server',
    start: () => start(ends, { abort: (client) => void client.close(), patience: ['contract-hurry', 1_000] }),
    outcomes: { success: 'ok', error: 'error', abort: tellsDeparture ? 'canceled' : unheard, timeout: 'error' },
    // Nest has closed the connection by then: whatever the handler says reaches nobody.
    shutdown: 'canceled',
  });

  describeSource(`Messages sent over ${transport}`, {
    kind: 'rpc.client',
    start: () => start(ends, { abort: (_client, leave) => leave(), patience: ['contract-wait', 50] }),
    outcomes: { success: 'ok', error: 'error', abort: 'canceled', timeout: 'canceled' },
    shutdown: 'error',
  });
}

interface Ways {
  readonly abort: (client: ClientProxy, leave: () => void) => void;
  /** What is asked for by somebody who waits so many milliseconds. */
  readonly patience: readonly [pattern: string, ms: number];
}

async function start(ends: () => Promise<RpcEnds>, ways: Ways): Promise<SourceSubject> {
  gate = newGate();
  const { server, client: clientOptions } = await ends();
  const { app, recorder, close } = await startApplication({
    imports: [ClientsModule.register([{ name: 'CLIENT', ...clientOptions } as ClientProviderOptions])],
    controllers: [ContractController],
    configure: async (nest) => {
      nest.connectMicroservice<MicroserviceOptions>(server);
      await nest.startAllMicroservices();
    },
  });
  const client = app.get<ClientProxy>('CLIENT');
  await client.connect();
  const pipeline = pipelineFor(undefined)!;

  const [pattern, ms] = ways.patience;

  const begin = async () => {
    const subscription = client.send('contract-wait', 1).subscribe({ error: () => undefined });
    await recorder.waitFor(() => recorder.started.includes('rpc.server contract-wait'));
    return subscription;
  };
  const acts: Record<Act, () => Promise<unknown>> = {
    success: () => firstValueFrom(client.send('contract-greet', 1)),
    error: () => firstValueFrom(client.send('contract-fail', 1)),
    timeout: () => firstValueFrom(client.send(pattern, 1).pipe(timeout(ms))).finally(gate.open),
    abort: async () => {
      const subscription = await begin();
      ways.abort(client, () => subscription.unsubscribe());
      await new Promise((resolve) => setTimeout(resolve, 30));
      gate.open();
    },
  };
  return {
    recorder,
    pipeline,
    act: (how) => acts[how](),
    begin: async () => {
      await begin();
      // Released by `close`, when the connection is gone and neither end can hope for the answer any more.
      return { release: () => undefined };
    },
    close: async () => {
      await close();
      // Sockets are destroyed on a later turn of the loop.
      await new Promise((resolve) => setTimeout(resolve, 20));
      gate.open();
      await recorder.waitFor(() => pipeline.active === 0);
    },
  };
}

function newGate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
