import { connect } from 'node:net';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  MessagePattern,
  Server,
  Transport,
  type ClientProxy,
  type CustomTransportStrategy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { firstValueFrom } from 'rxjs';
import { pipelineFor } from '../../src/kernel/index.js';
import { freePort } from '../support/free-port.js';
import { closePairs, startPair } from './service-pair.js';
import { labelsOf } from './transport-suite.js';

@Controller()
class Greeter {
  @MessagePattern('greet')
  greet(name: string): string {
    return `Hello ${name}`;
  }

  @MessagePattern('ponder')
  ponder(): Promise<string> {
    return new Promise(() => undefined);
  }
}

/** A transport of the application's own. */
class Letters extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('letters');

  listen(done: () => void): void {
    done();
  }

  close(): void {}

  on(): void {}

  unwrap<T>(): T {
    return undefined as T;
  }

  deliver(pattern: string, data: unknown): Promise<unknown> {
    return this.getHandlerByPattern(pattern)!(data, { getHeaders: () => ({}) });
  }
}

describe('A pure microservice', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close();
    await closePairs();
  });

  async function startGreeter(observability: ObservabilityOptions | undefined, port: number) {
    const recorder = new TelemetryRecorder();
    const imports = observability === undefined ? [] : [ObservabilityModule.forRoot(recorder.observing(observability))];
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(moduleWith(imports), {
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port },
      ...(observability === undefined && { logger: false }),
    });
    await app.listen();
    open.push(app);
    return { app, recorder };
  }

  function clientOf(port: number): ClientProxy {
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
    open.push(client);
    return client;
  }

  it('serves metrics and probes on a port of its own, and closes it with everything else', async () => {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const { app, recorder } = await startGreeter({ metrics: { host: '127.0.0.1', port: metricsPort } }, port);
    const url = `http://127.0.0.1:${metricsPort}`;

    await expect(firstValueFrom(clientOf(port).send('greet', 'Ada'))).resolves.toBe('Hello Ada');

    const page = await (await fetch(`${url}/metrics`)).text();
    expect(page).toContain('rpc_messages_total{transport="tcp",pattern="greet",outcome="ok"} 1');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(recorder.lines.find(({ target }) => target === 'RPC')).toMatchObject({ method: 'greet', outcome: 'ok' });
    expect(pipelineFor(undefined)!.active).toBe(0);

    await app.close();
    await expect(fetch(`${url}/metrics`)).rejects.toThrow('fetch failed');
    expect(pipelineFor(undefined)).toBeUndefined();
  });

  it('never sees the messages of another application in the process, observed or not', async () => {
    const [first, second, third] = [await freePort(), await freePort(), await freePort()];
    const one = await startGreeter({}, first);
    const two = await startGreeter({}, second);
    await startGreeter(undefined, third);

    await firstValueFrom(clientOf(first).send('greet', 1));
    await firstValueFrom(clientOf(second).send('greet', 2));
    await firstValueFrom(clientOf(second).send('greet', 2));
    await firstValueFrom(clientOf(third).send('greet', 3));

    expect(labelsOf(one.recorder, 'rpc.server')).toHaveLength(1);
    expect(labelsOf(two.recorder, 'rpc.server')).toHaveLength(2);
  });

  it('observes nothing once it is closed, and an observed caller works with a bare service', async () => {
    const port = await freePort();
    const { app, recorder } = await startGreeter({}, port);
    await app.close();
    await startGreeter(undefined, port);

    await expect(firstValueFrom(clientOf(port).send('greet', 'Bob'))).resolves.toBe('Hello Bob');

    expect(recorder.operations).toEqual([]);
  });

  it('observes strategies of the application, under their own transport id', async () => {
    const strategy = new Letters();
    const recorder = new TelemetryRecorder();
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(
      moduleWith([ObservabilityModule.forRoot(recorder.observing())]),
      { strategy },
    );
    await app.listen();
    open.push(app);

    await expect(strategy.deliver('greet', 'Eve')).resolves.toBe('Hello Eve');

    expect(labelsOf(recorder, 'rpc.server')).toEqual([['letters', 'greet', 'ok']]);
  });

  it('ends what its handlers never answer with the application', async () => {
    const strategy = new Letters();
    const recorder = new TelemetryRecorder();
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(
      moduleWith([ObservabilityModule.forRoot(recorder.observing())]),
      { strategy },
    );
    await app.listen();
    void strategy.deliver('ponder', 'Eve');

    await app.close();

    expect(labelsOf(recorder, 'rpc.server')).toEqual([['letters', 'ponder', 'canceled']]);
  });

  it('fails what was under way when the service goes away, and goes on when it is back', async () => {
    const options = { host: '127.0.0.1', port: await freePort() };
    const spec = { transport: Transport.TCP, options } as const;
    const { caller, service, calling } = await startPair({ server: spec, client: spec, controllers: [Greeter] });

    await caller.ask('greet', 'Ada');
    await service.close();
    await expect(caller.ask('greet', 'Bob')).rejects.toBeDefined();
    await startGreeter(undefined, options.port);
    await expect(caller.ask('greet', 'Eve')).resolves.toBe('Hello Eve');

    expect(labelsOf(calling, 'rpc.client').map(([, , outcome]) => outcome)).toEqual(['ok', 'error', 'ok']);
  });

  it('survives packets that are none', async () => {
    const port = await freePort();
    const { recorder } = await startGreeter({}, port);
    const socket = connect(port, '127.0.0.1');
    for (const packet of ['null', '7', '{"id":1}', '{"pattern":{"a":[1]},"data":1,"id":"2","metadata":"x"}', '[]']) {
      socket.write(`${packet.length}#${packet}`);
    }
    await recorder.waitFor(() => labelsOf(recorder, 'rpc.server').length > 0);
    socket.destroy();

    await expect(firstValueFrom(clientOf(port).send('greet', 'Ada'))).resolves.toBe('Hello Ada');
    expect(labelsOf(recorder, 'rpc.server').at(-1)).toEqual(['tcp', 'greet', 'ok']);
  });
});

function moduleWith(imports: unknown[]): Type {
  @Module({ imports: imports as [], controllers: [Greeter] })
  class GreeterModule {}
  return GreeterModule;
}
