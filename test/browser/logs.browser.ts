/** The log as a person reads it: followed, searched, and left for a trace and come back to. */
import type { Browser, Page } from 'playwright-core';
import type { LogsAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openConsole, themes, widths } from './support/browser.js';
import { HOSTILE, SECRET } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';
import { soon } from './support/soon.js';

const views = themes.flatMap((theme) => widths.map((width) => [theme, width] as const));

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The log on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);

  it('shows a line within a second of its writing, on top', async () => {
    const view = await openConsole(browser, desk);
    await view.open('/logs?q=target:OrdersController');
    await view.page.getByText('Live', { exact: true }).waitFor();

    await desk.request('/orders/4711');
    await soon(async () => (await messages(view.page))[0] === 'Looking for order 4711', 1_000);

    expect(view.problems).toEqual([]);
    await view.close();
  });

  it('leads in one click from a line to its trace, at the span it was written in, and back to where it was', async () => {
    for (let id = 100; id < 180; id++) await desk.request(`/orders/${id}`);
    const { page, close, open } = await openConsole(browser, desk);
    await open('/logs?q=target:OrdersController');
    await soon(async () => (await messages(page)).includes('Looking for order 179'));
    await scroller(page).evaluate((element) => element.scrollTo({ top: 900 }));
    await soon(async () => (await messages(page)).includes('Looking for order 140'));
    const top = await topOf(page);
    const row = page.getByRole('row', { name: /Looking for order 140/ });

    await row.getByRole('link').click();
    await page.waitForURL(/\/trace\?/);

    const { rows } = await read<LogsAnswer>(page, 'logs?q=%22order 140%22');
    const params = new URL(page.url()).searchParams;
    expect([params.get('id'), params.get('span')]).toEqual([rows[0]!.traceId, rows[0]!.spanId]);
    await page.getByRole('complementary').waitFor();

    await page.goBack();
    await soon(async () => (await topOf(page)) === top);
    expect(new URL(page.url()).searchParams.get('q')).toBe('target:OrdersController');
    expect(await row.isVisible()).toBe(true);
    await close();
  });

  it('stays where one reads while lines come in above, and leads back to the newest', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/logs');
    await page.getByText('Following the newest').waitFor();
    await scroller(page).evaluate((element) => element.scrollTo({ top: 600 }));
    const wasRead = await firstInView(page);

    for (let id = 0; id < 5; id++) await desk.request('/orders/1');
    const mark = page.getByRole('button', { name: /^[1-9]\d* new/ });
    await mark.waitFor();
    const stillRead = await firstInView(page);
    await mark.click();
    await page.getByText('Following the newest').waitFor();

    expect(stillRead).toBe(wasRead);
    expect(await topOf(page)).toBe(0);
    await close();
  });

  it('narrows by level and by the value of a field, and says so in its address', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/logs');

    await page
      .getByRole('group', { name: 'Lowest level shown' })
      .getByRole('button', { name: /^error/ })
      .click();
    await page.waitForURL(/level=error/);
    await soon(async () => (await levels(page)).every((level) => level === 'error'));
    await page
      .getByRole('row', { name: /POST .orders.:id.payment 500/ })
      .first()
      .click();
    await page.getByRole('complementary').getByRole('button', { name: '/orders/4/payment', exact: true }).click();

    await page.waitForURL(/q=path/);
    await soon(async () => (await messages(page)).length === 1);
    expect(new URL(page.url()).searchParams.get('q')).toBe('path=/orders/4/payment');
    await page.goBack();
    await soon(async () => (await messages(page)).length > 1);
    await close();
  });

  it('shows hostile text as text, and nowhere a secret', async () => {
    const view = await openConsole(browser, desk);
    const answers: string[] = [];
    view.page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        ),
    );
    await view.open('/logs?q=Somebody');
    await view.page.getByRole('row', { name: /Somebody wrote/ }).click();
    const drawer = view.page.getByRole('complementary');
    await drawer.getByText(`Somebody wrote ${HOSTILE}`).waitFor();
    await view.open('/logs?q=orderId:4');
    await view.page.getByRole('row').nth(1).click();
    await drawer.getByText('[REDACTED]').waitFor();

    expect(await view.page.evaluate('window.wasAttacked')).toBeUndefined();
    expect(await view.page.locator('img').count()).toBe(0);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.join('')).not.toContain(SECRET);
    expect(await view.page.content()).not.toContain(SECRET);
    await view.close();
  });

  it('freezes while it is paused, and has everything when it goes on', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/logs?q=target:OrdersController');
    await page.getByText('Live', { exact: true }).waitFor();
    await soon(async () => (await messages(page)).length > 0);
    await page.keyboard.press('Space');
    const before = (await messages(page))[0];

    for (let id = 501; id <= 527; id++) await desk.request(`/orders/${id}`);
    await page.getByRole('button', { name: /Paused.* new/s }).waitFor();
    const whilePaused = (await messages(page))[0];
    await page.keyboard.press('Space');
    await soon(async () => (await messages(page))[0] === 'Looking for order 527');

    expect(whilePaused).toBe(before);
    expect((await messages(page)).slice(0, 8)).toEqual([527, 526, 525, 524, 523, 522, 521, 520].map(looking));
    await close();
  });

  it('begins anew with the application: no line twice, none of the process before', async () => {
    const own = await startDesk(platform);
    const { page, close, open } = await openConsole(browser, own);
    await open('/logs?q=target:OrdersController');
    await page.getByText('Live', { exact: true }).waitFor();
    await own.request('/orders/before');
    await soon(async () => (await messages(page))[0] === looking('before'));

    await own.close();
    // Until connections to the process before are known to be over.
    await soon(() =>
      own.request('/').then(
        () => false,
        () => true,
      ),
    );
    const again = await startDesk(platform, {}, own.port);
    await again.request('/orders/after');
    await soon(async () => (await messages(page))[0] === looking('after'), 20_000);

    const shown = await messages(page);
    expect(shown).not.toContain(looking('before'));
    expect(shown).toHaveLength(new Set(shown).size);
    await again.close();
    await close();
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    it.each(views)('is easy to read for everybody in the %s theme, %s pixels wide', async (theme, width) => {
      const { page, close, open } = await openConsole(browser, desk, { theme, width });
      await open('/logs');
      await soon(async () => (await messages(page)).length > 0);
      await takePicture(page, `logs-${platform}-${theme}-${width}`);
      const ofList = await accessibilityFindings(page);
      await open('/logs?level=warn');
      await page
        .getByRole('row', { name: /POST .orders.:id.payment 500/ })
        .first()
        .click();
      await page.getByRole('complementary').waitFor();
      await takePicture(page, `logs-line-${platform}-${theme}-${width}`);

      expect([...ofList, ...(await accessibilityFindings(page))]).toEqual([]);
      await close();
    });
  }
});

function looking(id: number | string): string {
  return `Looking for order ${id}`;
}

function messages(page: Page): Promise<string[]> {
  return page.locator('.logs-line-message').allTextContents();
}

async function levels(page: Page): Promise<string[]> {
  return page.locator('.logs-line-level').allTextContents();
}

function scroller(page: Page) {
  return page.getByRole('grid', { name: 'Log lines' });
}

function topOf(page: Page): Promise<number> {
  return scroller(page).evaluate((element) => element.scrollTop);
}

/** The line in the middle of what is seen. */
function firstInView(page: Page): Promise<string | null> {
  return scroller(page).evaluate((element) => {
    const { left, top, height } = element.getBoundingClientRect();
    const row = document.elementFromPoint(left + 100, top + height / 2)?.closest('[role=row]');
    return row?.textContent ?? null;
  });
}

function read<T>(page: Page, question: string): Promise<T> {
  return page.evaluate(async (path) => (await fetch(path)).json() as Promise<T>, `/observability/api/v1/${question}`);
}
