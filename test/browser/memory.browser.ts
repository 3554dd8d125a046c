/** A tab that is left open all day stays as small as it was. */
import { Agent, get } from 'node:http';
import type { Browser, CDPSession } from 'playwright-core';
import type { OverviewAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { ask } from './support/answers.js';
import { launchBrowser, openConsole } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';

const requests = 20_000;
const requestsAtOnce = 16;
const maxGrowthBytes = 50 * 2 ** 20;

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(closeApplications);

jest.setTimeout(600_000);

describe.each(platforms)('A tab with the traces of an application on %s', (platform) => {
  it('grows by less than 50 MB while 20 000 requests are served, and its recorder stays within its limit', async () => {
    desk = await startDesk(platform, { logs: { level: 'warn' }, capture: {} });
    const view = await openConsole(browser, desk);
    await view.open('/traces');
    const devtools = await view.page.context().newCDPSession(view.page);
    const before = await usedBytes(devtools);

    await sendAll(desk);
    const { recorder } = await ask<OverviewAnswer>(view, desk, 'overview');
    const grownBytes = (await usedBytes(devtools)) - before;

    expect(grownBytes).toBeLessThan(maxGrowthBytes);
    expect(recorder.usedBytes).toBeLessThanOrEqual(recorder.maxBytes);
    expect(recorder).toMatchObject({ isRecording: true, traces: 2_000 });
    expect(recorder.evictedTraces).toBeGreaterThan(requests / 2);
    expect(view.problems).toEqual([]);
    await view.close();
  });
});

/** What is left after a collection of garbage. */
async function usedBytes(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize;
}

async function sendAll({ url }: Desk): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: requestsAtOnce });
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < requests) await getOnce(`${url}/orders/${(sent += 1)}`, agent);
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, lane));
  agent.destroy();
}

function getOnce(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}
