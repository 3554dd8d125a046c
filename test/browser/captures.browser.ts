/** Kept requests as a person looks at them: found, read, and taken along. */
import type { Browser } from 'playwright-core';
import type { CapturesAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openConsole, themes, widths, pressSlash, type ConsoleView } from './support/browser.js';
import { HOSTILE, SECRET } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';
import { soon } from './support/soon.js';

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('Captures on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);

  const openPayment = async (): Promise<ConsoleView> => {
    const view = await openConsole(browser, desk);
    await view.open('/captures');
    await view.page.getByRole('row', { name: /orders\/4\/payment/ }).click();
    await view.page.getByRole('heading', { name: 'Request body' }).waitFor();
    return view;
  };

  it('shows a request as soon as it is kept', async () => {
    const view = await openConsole(browser, desk);
    await view.open('/captures');
    await desk.request('/orders/99/payment', { method: 'POST' });

    await view.page.getByRole('row', { name: /orders\/99\/payment/ }).waitFor();

    expect(view.problems).toEqual([]);
    await view.close();
  });

  it('finds requests by a part of their address', async () => {
    const { page, open, close } = await openConsole(browser, desk);
    await open('/captures');
    await page
      .getByRole('row', { name: /payment/ })
      .first()
      .waitFor();

    await pressSlash(page);
    await page.keyboard.type('hostile');
    await page.waitForURL(/q=hostile/);
    await soon(async () => (await page.getByRole('row', { name: /payment/ }).count()) === 0);

    expect(await page.getByRole('row', { name: /hostile/ }).count()).toBe(1);
    await close();
  });

  it('shows both bodies, JSON laid out, and no secret anywhere', async () => {
    const { page, close } = await openPayment();

    const body = page.getByRole('group', { name: 'Request body' }).locator('pre');

    expect(await body.textContent()).toMatch(/^\{\n {2}"password": "[^"]*"\n\}$/);
    expect(await page.getByRole('group', { name: 'Response body' }).locator('pre').textContent()).toContain(
      '"statusCode": 500',
    );
    expect(await page.content()).not.toContain(SECRET);
    await close();
  });

  it('leads to the trace of the request, and Back to the request', async () => {
    const { page, close } = await openPayment();
    const { captures } = (await (
      await page.request.get(`${desk.consoleUrl}/api/v1/captures`)
    ).json()) as CapturesAnswer;
    const { traceId } = captures.find(({ url }) => url.endsWith('/orders/4/payment'))!;

    await page.getByRole('link', { name: 'Open trace' }).click();
    await page.waitForURL(/\/trace\?/);
    expect(new URL(page.url()).searchParams.get('id')).toBe(traceId);

    await page.goBack();
    await page.getByRole('heading', { name: 'Response body' }).waitFor();
    await close();
  });

  it('puts a command line on the clipboard that sends the same request, and gives an archive', async () => {
    const { page, close } = await openPayment();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.url });

    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download HAR' }).click(),
    ]);
    const archive = await readText(await download.createReadStream());

    expect(command).toContain(`-X 'POST' '${desk.url}/orders/4/payment'`);
    expect(download.suggestedFilename()).toBe('captures.har');
    const { log } = JSON.parse(archive) as { log: { entries: { request: { url: string } }[] } };
    expect(log.entries.map(({ request }) => request.url)).toEqual([`${desk.url}/orders/4/payment`]);
    await close();
  });

  it('shows hostile text as text', async () => {
    const { page, open, close } = await openConsole(browser, desk);
    await open('/captures?q=hostile');
    await page.getByRole('row', { name: /hostile/ }).click();
    await page.getByRole('heading', { name: 'Response body' }).waitFor();

    expect(await page.locator('.captures-view').textContent()).toContain(HOSTILE);
    expect(await page.locator('.captures-view img').count()).toBe(0);
    expect(await page.evaluate(() => 'wasAttacked' in window)).toBe(false);
    await close();
  });

  it('says so where a request is no longer in memory', async () => {
    const { page, open, close } = await openConsole(browser, desk);

    await open('/captures?id=gone');

    await page.getByText('No such request is in memory').waitFor();
    await close();
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    describe.each(themes)('in its %s theme', (theme) => {
      it('has nothing that axe-core finds in one of them', async () => {
        const view = await openConsole(browser, desk, { theme });
        await view.open('/captures');
        await view.page.getByRole('row', { name: /orders\/4\/payment/ }).click();
        await view.page.getByRole('heading', { name: 'Request body' }).waitFor();
        const findings: string[] = [];

        for (const width of widths) {
          await view.page.setViewportSize({ width, height: width === 360 ? 760 : 900 });
          findings.push(...(await accessibilityFindings(view.page)));
          await takePicture(view.page, `capture-${platform}-${theme}-${width}`);
        }

        expect(findings).toEqual([]);
        expect(view.problems).toEqual([]);
        await view.close();
      });
    });
  }
});

async function readText(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
