/** What has caused what, as a person follows it. */
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openConsole, themes, widths } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';
import { soon } from './support/soon.js';

const views = themes.flatMap((theme) => widths.map((width) => [theme, width] as const));

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('Events on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
    await order('chain-of-the-test');
  });
  afterAll(closeApplications);

  const order = (correlationId: string): Promise<Response> =>
    desk.request('/orders', {
      method: 'POST',
      headers: { 'x-correlation-id': correlationId, 'content-type': 'application/json' },
      body: '{}',
    });

  it('are chains that come as they happen', async () => {
    const { page, close, open, problems } = await openConsole(browser, desk);
    await open('/events');
    await page.getByRole('row', { name: /POST .orders.*chain-of-the-test/s }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();

    await order('another-chain');

    await page.getByRole('row', { name: /POST .orders.*another-chain/s }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('form a tree that leads to each step’s span, by keys alone', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/events?q=chain-of-the-test');
    await page.getByRole('row', { name: /chain-of-the-test/ }).click();
    await page.waitForURL(/id=chain-of-the-test/);
    const steps = page.getByRole('treeitem');
    await soon(async () => (await steps.count()) >= 2);

    const levels = await steps.evaluateAll((items) => items.map((item) => item.getAttribute('aria-level')));
    expect(levels).toEqual(['1', '2']);
    await steps.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/trace\?id=[\da-f]{32}&span=[\da-f]{16}$/);
    await close();
  });

  it('that are not in memory are said to be so', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/events?id=unknown');

    await page.getByText('Nothing of this chain is in memory').waitFor();
    await close();
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    it.each(views)('are easy to read for everybody in the %s theme, %s pixels wide', async (theme, width) => {
      const { page, close, open } = await openConsole(browser, desk, { theme, width });
      await open('/events');
      await page.getByRole('row', { name: /chain-of-the-test/ }).waitFor();
      await takePicture(page, `events-${platform}-${theme}-${width}`);
      const ofList = await accessibilityFindings(page);
      await page.getByRole('row', { name: /chain-of-the-test/ }).click();
      await page.getByRole('treeitem').first().waitFor();
      await takePicture(page, `event-tree-${platform}-${theme}-${width}`);

      expect([...ofList, ...(await accessibilityFindings(page))]).toEqual([]);
      await close();
    });
  }
});
