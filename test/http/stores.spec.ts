/** Stores of the application's own: what its middleware enters by hand stays with the request, as it does without the module. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { connect } from 'node:net';
import { Body, Controller, Post, type INestApplication } from '@nestjs/common';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';

const store = new AsyncLocalStorage<string>();

@Controller()
class OrdersController {
  @Post('orders')
  async order(@Body() { name }: { name: string }): Promise<string[]> {
    const before = store.getStore();
    await Promise.resolve();
    return [name, String(before), String(store.getStore())];
  }
}

type Next = () => void;

/** Before the body is parsed, as early as an application can. */
function enterByHand(platform: Platform, app: INestApplication): void {
  let count = 0;
  const enter = (_request: unknown, _response: unknown, next: Next): void => {
    store.enterWith(`request ${++count}`);
    next();
  };
  if (platform === 'express') app.use(enter);
  else
    (app.getHttpAdapter().getInstance() as { addHook(when: string, hook: unknown): void }).addHook('onRequest', enter);
}

/** Head and body of both requests in one piece: all of it is read in one callback of Node's. */
function sendTogether(port: number, names: readonly string[]): Promise<string> {
  const requests = names.map((name, index) => {
    const body = JSON.stringify({ name });
    const close = index === names.length - 1 ? 'Connection: close\r\n' : '';
    const head = `POST /orders HTTP/1.1\r\nHost: a\r\n${close}Content-Type: application/json\r\nContent-Length: ${body.length}`;
    return `${head}\r\n\r\n${body}`;
  });
  return new Promise((resolve, reject) => {
    let answers = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(requests.join('')));
    socket.on('data', (bytes) => (answers += bytes.toString('latin1')));
    socket.on('close', () => resolve(answers)).on('error', reject);
  });
}

describe.each(platforms)('on %s', (platform) => {
  afterEach(closeApplications);

  it.each([true, false])(
    'each request keeps the store it has entered, with its body in the same piece (bare: %s)',
    async (isBare) => {
      const { port } = await startApplication({
        platform,
        isBare,
        controllers: [OrdersController],
        observability: { logs: { enabled: false }, traces: { sampleRatio: 1 } },
        configure: (app) => enterByHand(platform, app),
      });

      const answers = await sendTogether(port, ['a', 'b']);

      expect(answers.match(/\[.*?\]/g)).toEqual(['["a","request 1","request 1"]', '["b","request 2","request 2"]']);
    },
  );
});
