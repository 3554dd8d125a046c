/** The same exchanges with capture and without: to the byte what a client sees. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import {
  closeApplications,
  platforms,
  startApplication,
  type Platform,
  type RunningApplication,
} from '../support/application.js';
import { acceptAnything, CapturingShop, LARGE_BYTES } from './capturing-shop.js';

const upload = Buffer.alloc(300_000, 'abcdefghij');
const body = (path: string, type: string, content: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${content.length}\r\n\r\n${content}`;
const get = (path: string, method = 'GET'): string =>
  `${method} ${path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n`;

const requests: Readonly<Record<string, string>> = {
  'an answer in JSON': get('/orders/7'),
  'an error': get('/orders/broken'),
  'a route that is not there': get('/nowhere'),
  'a head': get('/orders/7', 'HEAD'),
  'no content': get('/empty'),
  'an answer in pieces': get('/stream'),
  'a compressed answer': get('/packed'),
  'a binary answer': get('/picture'),
  'an answer that is broken off': get('/broken-off'),
  events: get('/events'),
  'a body that is parsed': body('/echo', 'application/json', '{"a":[1,2,3]}'),
  'a body that cannot be parsed': body('/echo', 'application/json', '{"a":'),
  'a form': body('/echo', 'application/x-www-form-urlencoded', 'a=1&b=2'),
  'a body that the handler reads': body('/upload', 'text/plain', upload.toString()),
  'a body in chunks': `POST /upload HTTP/1.1\r\nhost: h\r\nconnection: close\r\ntransfer-encoding: chunked\r\ncontent-type: a/b\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
  'an answer larger than the buffers': get('/large'),
};

afterEach(closeApplications);

describe.each(platforms)('With capture on %s', (platform) => {
  it('every byte of every answer, and its end, are as without', async () => {
    const [bare, capturing] = [await start(platform, false), await start(platform, true)];

    for (const [what, request] of Object.entries(requests)) {
      const [expected, seen] = [await exchange(bare, request), await exchange(capturing, request)];

      expect({ what, ...seen }).toEqual({ what, ...expected });
      expect(seen.bytes).toBeGreaterThan(0);
    }
  });

  it('a writer still feels a slow reader', async () => {
    const { port } = await start(platform, true);
    CapturingShop.saidFull = 0;
    const socket = connect(port, '127.0.0.1');
    socket.write(get('/large'));
    await once(socket, 'readable');

    let bytes = 0;
    socket.on('data', (data: Buffer) => (bytes += data.length));
    await once(socket, 'close');

    expect(CapturingShop.saidFull).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(LARGE_BYTES);
  });
});

function start(platform: Platform, isCapturing: boolean): Promise<RunningApplication> {
  return startApplication({
    platform,
    controllers: [CapturingShop],
    configure: acceptAnything,
    observability: {
      logs: { level: 'fatal' },
      http: { echoRequestId: false },
      traces: { responseHeader: false },
      capture: { rules: isCapturing ? [{ when: 'always' }] : [] },
    },
  });
}

interface Seen {
  readonly head: string;
  readonly digest: string;
  readonly bytes: number;
}

/** Sends the bytes as they are and reads until the end. */
async function exchange({ port }: RunningApplication, request: string): Promise<Seen> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    // Event streams ask for the connection to be kept.
    if (chunk.subarray(-5).toString() === '0\r\n\r\n') socket.end();
  });
  socket.write(request);
  await once(socket, 'close');
  // The only thing that may differ between two answers is when they were given.
  const answer = Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^date: .*$/im, 'date:')
    .replace(/"timestamp":"[^"]*"/, '');
  const [head = ''] = answer.split('\r\n\r\n', 1);
  return { head, digest: createHash('sha256').update(answer).digest('hex'), bytes: answer.length };
}
