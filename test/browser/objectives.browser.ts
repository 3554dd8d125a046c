/** The objectives page: what is left of a budget, what burns it, what would page somebody, and the rule to take along. */
import type { Browser } from 'playwright-core';
import type { ObjectivesAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { ask } from './support/answers.js';
import { launchBrowser, openConsole, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The objectives page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('tells in two clicks which route burns the error budget, and shows its failures', async () => {
    const { page } = view;
    const clicks: string[] = [];
    const click = async (name: string | RegExp): Promise<void> => {
      await page
        .getByRole('link', { name, exact: typeof name === 'string' })
        .first()
        .click();
      clicks.push(String(name));
    };

    await click('Objectives');
    await page.getByRole('article', { name: 'Objective desk-availability' }).waitFor();
    const [worst] = await page
      .getByRole('table', { name: 'Routes of desk-availability' })
      .getByRole('link')
      .allInnerTexts();
    await click(worst!);
    await page.waitForURL(/\/traces\?q=/);

    const { objectives } = await ask<ObjectivesAnswer>(view, desk, 'objectives');
    const burning = objectives.find(({ name }) => name === 'desk-availability')!.routes[0]!;
    expect(burning.bad).toBeGreaterThan(0);
    expect(worst).toBe(burning.name);
    expect(clicks.length).toBeLessThanOrEqual(4);
    await page
      .getByRole('row', { name: new RegExp(`${burning.name.split(' ')[1]}`) })
      .first()
      .waitFor();
    expect(view.problems).toEqual([]);
  });

  it('shows burn rates against their thresholds, and which alert would fire', async () => {
    const { page } = view;
    await view.open('/objectives?name=desk-availability');
    const { objectives } = await ask<ObjectivesAnswer>(view, desk, 'objectives');
    const { alerts } = objectives.find(({ name }) => name === 'desk-availability')!;

    const rows = page.getByRole('table', { name: 'Alerts of desk-availability' }).getByRole('row');
    const said = (await rows.allInnerTexts()).slice(1).map((text) => text.includes('would fire'));

    expect(said).toEqual(alerts.map(({ isFiring }) => isFiring));
    expect(said).toContain(true);
    await page.getByText(/% of requests succeed, over 28\sdays/).waitFor();
  });

  it('keeps what was chosen in the address', async () => {
    const { page } = view;
    await view.open('/objectives');

    await page.getByRole('button', { name: /^orders-latency/ }).click();
    await page.waitForURL(/\/objectives\?name=orders-latency$/);
    await page.reload();

    await page.getByText(/% of requests succeed within 250\sms/).waitFor();
    await page.goBack();
    await page.getByRole('article', { name: 'Objective desk-availability' }).waitFor();
  });

  it('gives the rule to read and to copy', async () => {
    const { page } = view;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await view.open('/objectives?name=orders-latency');

    await page.getByRole('button', { name: 'Show' }).click();
    const shown = await page.getByRole('group', { name: 'Rule of orders-latency' }).locator('pre').innerText();
    await page.getByRole('button', { name: 'Copy the rule' }).click();
    await page.getByText('Copied').waitFor();

    expect(shown).toContain('alert: ErrorBudgetBurnFast');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('slo="orders-latency"');
  });
});
