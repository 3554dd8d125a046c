/** The health page: what the probes say, every check by shape and word, and how each went. */
import { HealthRegistry } from 'nestjs-observability';
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { launchBrowser, openConsole, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The health page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
    await view.open('/health');
  });
  afterEach(() => view.close());

  it('runs the checks for whoever looks, and says of each how it stands and went', async () => {
    const { page } = view;
    const checks = page.getByRole('list', { name: 'Readiness checks' }).getByRole('button');

    await page.getByText('1 degraded of').waitFor();

    expect(await checks.count()).toBe(2);
    expect(await checks.nth(0).innerText()).toMatch(/^up\s+orders-database/);
    expect(await checks.nth(1).innerText()).toMatch(/^degraded\s+mail\s+optional[^]*no answer from the mail server$/);
    await page.getByRole('img', { name: 'Up 100 % of the time, 0 changes' }).waitFor();
    await page.locator('.health-probe', { hasText: 'Ready' }).getByText('Traffic may come.').waitFor();
    expect(view.problems).toEqual([]);
  });

  it('opens a check from the keyboard, keeps it in the address, and closes it again', async () => {
    const { page } = view;
    const check = page.getByRole('button', { name: /mail/ });

    await check.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'mail' }).waitFor();
    await page.reload();
    await page.getByText('readiness is degraded, traffic keeps coming').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('heading', { name: 'mail' }).waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${desk.consoleUrl}/health`);
  });

  it('shows a check that goes down without being loaded anew, with the reason and in its history', async () => {
    const { page } = view;
    let isUp = true;
    const forget = desk.app.get(HealthRegistry).register({
      name: 'printer',
      cacheMs: 0,
      check: () => {
        if (!isUp) throw new Error('<b>out of paper</b>');
      },
    });
    await page.getByRole('button', { name: /^up printer/ }).waitFor();

    isUp = false;
    await page.getByRole('button', { name: /^down printer .*<b>out of paper<\/b>$/ }).waitFor();

    await page.locator('.health-probe', { hasText: 'Ready' }).getByText('Because of printer.').waitFor();
    await page
      .locator('.health-check', { hasText: 'printer' })
      .getByRole('img', { name: /1 change/ })
      .waitFor();
    forget();
  });
});
