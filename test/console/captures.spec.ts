/** Kept requests and answers in the console: a list, one whole, and as files. */
import type { CaptureAnswer, CapturesAnswer } from '../../src/console/shapes/index.js';
import { CapturingShop } from '../capture/capturing-shop.js';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { openDesk } from './open-desk.js';

afterEach(closeApplications);

const startDesk = (platform: Platform) =>
  openDesk({ platform, controllers: [CapturingShop], observability: { capture: { rules: [{ when: 'always' }] } } });

const json = { 'content-type': 'application/json' };

describe.each(platforms)('Captures of the console on %s', (platform) => {
  it('lists what was kept, the newest first, with its trace', async () => {
    const desk = await startDesk(platform);
    await desk.visit(['/orders/1', '/orders/broken']);

    const { captures } = await desk.console.read<CapturesAnswer>('captures');

    const traceIds = desk.recorder.spans
      .filter(({ name }) => name === 'GET /orders/:id')
      .map((span) => span.spanContext().traceId);
    expect(captures.map(({ status, traceId }) => [status, traceId])).toEqual([
      [500, traceIds[1]],
      [200, traceIds[0]],
    ]);
    expect(captures[1]).toEqual({
      id: expect.any(String) as string,
      reason: 'always',
      startedAtMs: expect.any(Number) as number,
      durationMs: expect.any(Number) as number,
      method: 'GET',
      url: `${desk.url}/orders/1`,
      route: '/orders/:id',
      status: 200,
      traceId: traceIds[0],
    });
  });

  it('shows one whole, redacted, with a command line that sends it again', async () => {
    const desk = await startDesk(platform);
    const body = JSON.stringify({ note: "it's fine", password: 'hunter2' });
    await desk.visit(['/echo?q=1'], { method: 'POST', headers: json, body });
    const { captures } = await desk.console.read<CapturesAnswer>('captures');

    const { capture, curl } = await desk.console.read<CaptureAnswer>('capture', { id: captures[0]!.id });

    expect(capture).toMatchObject({
      method: 'POST',
      status: 200,
      request: { body: { kind: 'json', text: expect.stringContaining("it's fine") as string } },
      response: { body: { kind: 'json' } },
    });
    expect(curl).toContain(`curl --globoff --compressed -X 'POST' '${desk.url}/echo?q=1'`);
    expect(JSON.stringify([capture, curl])).not.toContain('hunter2');
  });

  it('gives a command line and archives as files', async () => {
    const desk = await startDesk(platform);
    await desk.visit(['/orders/1', '/orders/2']);
    const { captures } = await desk.console.read<CapturesAnswer>('captures');
    const { id } = captures[0]!;

    const curl = await desk.console.ask('capture-file', { id, format: 'curl' });
    const one = await desk.console.ask('capture-file', { id, format: 'har' });
    const all = await desk.console.ask('capture-file', { format: 'har' });

    expect(curl.headers.get('content-disposition')).toBe('attachment; filename="request.sh"');
    expect(await curl.text()).toContain('/orders/2');
    const urls = async (response: Response): Promise<string[]> => {
      const { log } = (await response.json()) as { log: { entries: { request: { url: string } }[] } };
      return log.entries.map(({ request }) => request.url);
    };
    expect(await urls(one)).toEqual([`${desk.url}/orders/2`]);
    expect(await urls(all)).toEqual([`${desk.url}/orders/1`, `${desk.url}/orders/2`]);
  });

  it('says that what was evicted is not in memory any more', async () => {
    const desk = await startDesk(platform);

    const gone = await desk.console.ask('capture', { id: 'gone' });
    const format = await desk.console.ask('capture-file', { format: 'pdf' });

    expect([gone.status, format.status]).toEqual([404, 400]);
    expect(await gone.json()).toMatchObject({ error: { code: 'OBS_ERR_NOT_KEPT', got: '"gone"' } });
  });
});

it('has no captures where no rule keeps any', async () => {
  const desk = await openDesk({});

  expect((await desk.console.ask('captures')).status).toBe(404);
});
