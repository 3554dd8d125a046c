/** The list of traces: the right ones, in the right order, and the way from a question to the trace that answers it. */
import type { Browser, Locator, Page } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openConsole, themes, widths, pressSlash, type ConsoleView } from './support/browser.js';
import { HOSTILE } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

const looks = themes.flatMap((theme) => widths.map((width) => [theme, width] as const));

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The traces page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('leads from the list to the slowest trace of the last five minutes, and to why it was slow, in four clicks', async () => {
    const { page, open } = view;
    await open('/traces');

    await page.getByRole('combobox', { name: 'Time range' }).selectOption('5m');
    await page.getByRole('button', { name: 'Slowest' }).click();
    await expectFirst(page, 'GET /orders/:id/report');
    await rows(page).first().click();
    await page.locator('.waterfall-row', { hasText: 'SELECT order_lines' }).first().click();

    await page.locator('.drawer').getByText('yes: faster here is faster for all').waitFor();
    expect(await page.locator('.drawer pre').textContent()).toBe('SELECT *\nFROM order_lines\nJOIN prices USING (sku)');
    expect(view.problems).toEqual([]);
  });

  it('finds exactly what a filter with spaces and an operator asks for; its chips switch off and on', async () => {
    const { page, open } = view;
    await open('/traces');

    await search(page, 'dur>=250ms');
    await search(page, 'name:"GET /orders/:id/report"');
    await expectRows(page, ['GET /orders/:id/report']);
    await page
      .getByRole('button', { name: /dur>=250ms/ })
      .first()
      .click();
    await page.getByRole('button', { name: /name:/ }).first().click();
    await expectMoreThan(page, 10);
    await page.getByRole('button', { name: /name:/ }).first().click();
    await expectRows(page, ['GET /orders/:id/report']);

    expect(new URL(page.url()).searchParams.get('q')).toBe('!dur>=250ms name:"GET /orders/:id/report"');
  });

  it('shows by a copied address what was seen, and Back where one was', async () => {
    const { page, open } = view;
    await open('/traces?q=status:error&sort=slowest&range=15m');
    await expectMoreThan(page, 0);
    const seen = await namesOf(rows(page));

    const other = await openConsole(browser, desk);
    await other.open(new URL(page.url()).href.slice(desk.consoleUrl.length));
    await expectRows(other.page, seen);
    await other.close();

    await rows(page).first().click();
    await page.getByRole('treegrid').waitFor();
    await page.goBack();
    await expectRows(page, seen);
    expect(new URL(page.url()).search).toBe('?q=status:error&sort=slowest&range=15m');
  });

  it('chooses durations by dragging over their histogram', async () => {
    const { page, open } = view;
    await open('/traces');
    const box = (await page.locator('.histogram-bars').boundingBox())!;

    await page.mouse.move(box.x + box.width - 2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 4, box.y + 12);
    await page.mouse.up();

    await expectRows(page, ['GET /orders/:id/report']);
    expect(Number(new URL(page.url()).searchParams.get('minMs'))).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Any duration' }).click();
    await expectMoreThan(page, 10);
  });

  it('lets new traces wait while one reads farther down, and moves nothing', async () => {
    const { page, open } = view;
    for (let id = 0; id < 40; id++) await desk.request(`/orders/${id}`);
    await open('/traces');
    await page.getByText('Live', { exact: true }).waitFor();
    await expectMoreThan(page, 20);
    const list = page.getByRole('grid', { name: 'Traces' });
    await list.evaluate((element) => element.scrollTo(0, 300));
    const before = await list.evaluate(firstSeen);

    await desk.request('/orders/1');
    await desk.request('/orders/2');
    await page.getByRole('button', { name: '2 new traces' }).waitFor();

    expect(await list.evaluate(firstSeen)).toEqual(before);
    await page.getByRole('button', { name: '2 new traces' }).click();
    await page.waitForFunction(() => document.querySelector('[data-scroll="Traces"]')?.scrollTop === 0);
  });

  it('is scrolled to where it was after Back from a trace', async () => {
    const { page, open } = view;
    for (let id = 0; id < 40; id++) await desk.request(`/orders/${id}`);
    await open('/traces');
    await expectMoreThan(page, 20);
    const list = page.getByRole('grid', { name: 'Traces' });
    await list.evaluate((element) => element.scrollTo(0, 300));
    await list.hover();
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('treegrid').waitFor();

    await page.goBack();

    await page.waitForFunction(() => document.querySelector('[data-scroll="Traces"]')?.scrollTop === 300);
  });

  it('says which query ran most, over all traces', async () => {
    const { page, open } = view;
    await open('/traces');

    await page.getByRole('tab', { name: 'Spans by name' }).click();
    await page.getByLabel('Kind').selectOption('database.query');
    await page.getByRole('button', { name: 'Count' }).click();

    await page
      .getByRole('row', { name: /SELECT id, total FROM orders WHERE id = / })
      .first()
      .waitFor();
    await expectFirst(page, 'SELECT id, total FROM orders WHERE id = ');
    await page.getByRole('grid').getByRole('link').first().click();
    await page.locator('.drawer').getByText('database.query').waitFor();
  });

  it('shows hostile text as text', async () => {
    const { page, open } = view;
    await open('/traces?q=route:"/odd/hostile"');

    await rows(page).getByText(HOSTILE).first().waitFor();

    expect(await page.evaluate(() => [document.querySelectorAll('main img').length, 'wasAttacked' in window])).toEqual([
      0,
      false,
    ]);
  });

  it('says what to do where nothing fits', async () => {
    const { page, open } = view;
    await open('/traces?q=name:nowhere');

    await page.getByText('No trace fits').waitFor();
    await page.getByRole('button', { name: 'Show all traces' }).click();

    await expectMoreThan(page, 10);
  });

  // The last: it leaves nothing behind.
  it('says how to get a first trace once everything is cleared', async () => {
    const { page, open } = view;
    await open('/traces');

    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByRole('button', { name: 'Really clear?' }).click();
    await page.getByText('Nothing has been traced yet').waitFor();
    await page.getByText(`curl -i ${desk.url}/`).waitFor();
    await desk.request('/orders/99');

    await expectRows(page, ['GET /orders/:id']);
  });
});

describe('A look at the traces page', () => {
  beforeAll(async () => {
    desk = await startDesk('express');
  });
  afterAll(closeApplications);

  it.each(looks)('finds it well made in the %s theme, %i pixels wide', async (theme, width) => {
    view = await openConsole(browser, desk, { theme, width });
    for (const [name, path] of [
      ['traces', '/traces?q=-status:404'],
      ['spans', '/traces?tab=spans'],
    ] as const) {
      await view.open(path);
      await expectMoreThan(view.page, 2);
      await takePicture(view.page, `${name}-${theme}-${width}`);
      expect(await accessibilityFindings(view.page)).toEqual([]);
    }
    expect(view.problems).toEqual([]);
    await view.close();
  });
});

function rows(page: Page): Locator {
  return page.locator('.data-table-row');
}

async function search(page: Page, text: string): Promise<void> {
  await pressSlash(page);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

async function namesOf(list: Locator): Promise<readonly string[]> {
  return list.locator('.traces-name').allTextContents();
}

async function expectRows(page: Page, names: readonly string[]): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      JSON.stringify([...document.querySelectorAll('.traces-name')].map(({ textContent }) => textContent)) === wanted,
    JSON.stringify(names),
  );
}

async function expectFirst(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelector('.data-table-row')?.textContent.includes(wanted), text);
}

async function expectMoreThan(page: Page, count: number): Promise<void> {
  await page.waitForFunction((least) => document.querySelectorAll('.data-table-row').length > least, count);
}

/** The name and the place of the first row that is seen. */
function firstSeen(list: Element): readonly unknown[] {
  const top = list.getBoundingClientRect().top + 30;
  const row = [...list.querySelectorAll('.data-table-row')].find((one) => one.getBoundingClientRect().top >= top);
  return [row?.textContent, row?.getBoundingClientRect().top];
}
