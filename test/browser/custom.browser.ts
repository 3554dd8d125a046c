/** Pages that the application itself has added: in the menu like any other, and alone in their trouble. */
import type { ConsolePage } from 'nestjs-observability';
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { launchBrowser, openConsole, type ConsoleView } from './support/browser.js';
import { HOSTILE } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';

const minuteMs = 60_000;
const timesMs = Array.from({ length: 30 }, (_, at) => Date.UTC(2026, 0, 1) + at * minuteMs);
let counted = 0;

const consolePages: readonly ConsolePage[] = [
  {
    id: 'shelf',
    title: 'Shelf',
    group: 'Work',
    description: 'What stands on the shelf now.',
    sections: (query) => [
      {
        type: 'figures',
        title: 'Now',
        figures: [
          { label: 'Looks', value: ++counted },
          { label: 'Asked for', value: query.get('of') ?? 'all' },
        ],
      },
      { type: 'text', title: 'A note', text: HOSTILE },
      {
        type: 'table',
        title: 'Books',
        columns: [
          { name: 'title', title: 'Title' },
          { name: 'trace', title: 'Trace' },
        ],
        rows: [{ title: HOSTILE, trace: { traceId: 'ab'.repeat(16) } }],
      },
      {
        type: 'table',
        title: 'Pages',
        columns: [{ name: 'number', title: 'Number', align: 'right' }],
        rows: Array.from({ length: 1_100 }, (_, number) => ({ number })),
      },
      {
        type: 'chart',
        title: 'Lent',
        unit: 'books',
        timesMs,
        series: [{ name: 'lent', values: timesMs.map((_, at) => at) }],
      },
    ],
  },
  {
    id: 'broken',
    title: 'Broken',
    description: 'It fails.',
    sections: () => {
      throw new Error('the shelf has fallen down');
    },
  },
];

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('A page of one’s own on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform, { consolePages });
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('shows its figures, tables, texts and charts, all of it as text', async () => {
    const { page } = view;

    await page.getByRole('link', { name: 'Shelf', exact: true }).click();
    await page.getByText('What stands on the shelf now.').waitFor();

    await page.getByRole('table', { name: 'Books' }).getByText(HOSTILE).waitFor();
    expect(await page.locator('.custom-text').innerText()).toBe(HOSTILE);
    expect(await page.getByRole('link', { name: 'abababab' }).getAttribute('href')).toMatch(/\/trace\?id=(ab){16}$/);
    await page.getByText('the first 1000 of 1100').waitFor();
    expect(await page.getByRole('grid', { name: 'Pages' }).getByRole('row').count()).toBeLessThan(100);
    await page.getByRole('img', { name: /Lent/ }).locator('canvas').waitFor();
    expect(await page.evaluate(() => 'wasAttacked' in window)).toBe(false);
    expect(view.problems).toEqual([]);
  });

  it('gets the parameters of its address, and is asked again while somebody looks', async () => {
    const { page } = view;
    await view.open('/shelf?of=today');
    const looks = page.locator('.stat', { hasText: 'Looks' }).locator('.stat-value');

    await page.locator('.stat', { hasText: 'Asked for' }).getByText('today').waitFor();
    const before = Number(await looks.innerText());
    await page.waitForFunction((shown) => Number(document.querySelector('.stat-value')?.textContent) > shown, before);

    expect(view.problems).toEqual([]);
  });

  it('that throws says so in its own place, and the rest goes on', async () => {
    const { page } = view;

    await page.getByRole('link', { name: 'Broken', exact: true }).click();
    await page.getByText('The page failed: the shelf has fallen down').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.getByRole('link', { name: 'Health', exact: true }).click();

    await page.getByText('Traffic may come.').waitFor();
  });
});
