import { SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { UseInterceptors, type CallHandler, type NestInterceptor } from '@nestjs/common';
import { OperationPipeline } from 'nestjs-observability';
import { from, timeout, type Observable } from 'rxjs';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';
import { adapterNames, connectClient, gatewayAdapter, type AdapterName, type Client } from '../support/gateways.js';

let release: () => void = () => undefined;
let hasBegun = false;

class ImpatientInterceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(timeout({ each: 20, with: () => from(Promise.reject(new WsException('too late'))) }));
  }
}

@WebSocketGateway()
class WorkGateway {
  @SubscribeMessage('success')
  success(): unknown {
    return { event: 'done', data: 1 };
  }

  @SubscribeMessage('error')
  error(): never {
    throw new WsException('broken');
  }

  @SubscribeMessage('hold')
  hold(): Promise<unknown> {
    hasBegun = true;
    return new Promise((resolve) => (release = () => resolve({ event: 'done', data: 1 })));
  }

  @UseInterceptors(ImpatientInterceptor)
  @SubscribeMessage('slow')
  slow(): Promise<unknown> {
    return new Promise((resolve) => (release = () => resolve(undefined)));
  }
}

async function startGateway(platform: Platform, adapter: AdapterName) {
  hasBegun = false;
  const application = await startApplication({
    platform,
    providers: [WorkGateway],
    configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
  });
  const connect = () => connectClient(adapter, application.port);
  return { application, connect, pipeline: application.app.get(OperationPipeline) };
}

async function begin(client: Client): Promise<void> {
  client.send('hold');
  while (!hasBegun) await new Promise((resolve) => setTimeout(resolve, 5));
}

afterAll(closeApplications);

describe.each(platforms)('on %s', (platform) => {
  describe.each(adapterNames)('with %s', (adapter) => {
    describeSource('A gateway message', {
      kind: 'websocket.message',
      start: () => messages(platform, adapter),
      outcomes: { success: 'ok', error: 'error', abort: 'canceled', timeout: 'error' },
      // The handler answers before its client is cut off.
      shutdown: 'ok',
    });

    describeSource('A gateway connection', {
      kind: 'websocket.connection',
      start: () => connections(platform, adapter),
      outcomes: {
        success: 'ok',
        error: { impossible: 'a client of either library cannot be made to break the protocol; see test/websocket' },
        abort: adapter === 'ws' ? 'canceled' : 'ok',
        timeout: { impossible: 'nobody waits for the end of a connection' },
      },
      shutdown: 'canceled',
    });
  });
});

async function messages(platform: Platform, adapter: AdapterName): Promise<SourceSubject> {
  const { application, connect, pipeline } = await startGateway(platform, adapter);
  const client = await connect();
  const acts: Record<Act, () => Promise<unknown>> = {
    success: () => client.ask('success'),
    error: () => client.ask('error'),
    abort: async () => {
      await begin(client);
      client.vanish();
      await application.recorder.waitFor(({ operations }) => operations.length > 0);
      release();
    },
    timeout: () => client.ask('slow').finally(() => release()),
  };
  return {
    recorder: application.recorder,
    pipeline,
    act: async (how) => {
      await acts[how]();
      client.leave();
    },
    begin: async () => {
      await begin(client);
      return { release };
    },
    close: application.close,
  };
}

async function connections(platform: Platform, adapter: AdapterName): Promise<SourceSubject> {
  const { application, connect, pipeline } = await startGateway(platform, adapter);
  return {
    recorder: application.recorder,
    pipeline,
    act: async (how) => {
      const client = await connect();
      await client.ask('success');
      if (how === 'abort') client.vanish();
      else client.leave();
    },
    begin: async () => {
      const client = await connect();
      await client.ask('success');
      return { release: () => undefined };
    },
    close: application.close,
  };
}
