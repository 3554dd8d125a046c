/** The application page: what it is made of and set up with, to be searched; and levels of loggers, to be changed. */
import { LogLevels } from 'nestjs-observability';
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { launchBrowser, openConsole, pressSlash, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The application page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  const rowsOf = (name: string) => view.page.getByRole('table', { name, exact: true }).locator('tbody tr');

  it('finds a route by a word, and keeps the search in the address', async () => {
    const { page } = view;
    await view.open('/application');

    await pressSlash(page);
    await page.keyboard.type('report');
    await page.waitForURL(/\/application\?q=report$/);
    await page.reload();

    await rowsOf('Routes').first().waitFor();
    expect(await rowsOf('Routes').allInnerTexts()).toEqual([
      expect.stringMatching(/^GET\s+\/orders\/:id\/report\s+OrdersController\.report\s*$/),
    ]);
    expect(view.problems).toEqual([]);
  });

  it('goes from part to part by the arrow keys, each with an address of its own', async () => {
    const { page } = view;
    await view.open('/application');

    await page.getByRole('tab', { name: 'Routes' }).focus();
    for (const part of ['modules', 'schedules', 'queues', 'configuration', 'loggers', 'exporters']) {
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(`${desk.consoleUrl}/application?tab=${part}`);
    }

    await page.getByText('Nothing leaves this process').waitFor();
    await page.goBack();
    expect(await page.getByRole('tab', { name: 'Loggers' }).getAttribute('aria-selected')).toBe('true');
  });

  it('brings the chosen part into view where there is no room for all', async () => {
    const narrow = await openConsole(browser, desk, { width: 360 });

    await narrow.open('/application?tab=exporters');

    const box = await narrow.page.getByRole('tab', { name: 'Exporters' }).boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(360);
    await narrow.close();
  });

  it('shows which options were said, and where', async () => {
    const { page } = view;
    await view.open('/application?tab=configuration');

    await page.getByRole('button', { name: 'Without defaults' }).click();
    await page.getByRole('searchbox').fill('service.name');
    await page.waitForURL(/said=yes&q=service.name|q=service.name&said=yes/);

    expect(await rowsOf('Effective configuration').allInnerTexts()).toEqual([
      expect.stringMatching(/^service\.name\s+order-desk\s+code$/),
    ]);
  });

  it('changes a level for a while and takes it back', async () => {
    const { page } = view;
    const levels = desk.app.get(LogLevels);
    await view.open('/application?tab=loggers');

    await page.getByLabel('Of', { exact: true }).fill('OrdersController');
    await page.getByRole('combobox', { name: 'Level' }).selectOption('trace');
    await page.getByRole('button', { name: 'Change the level' }).click();
    await rowsOf('Levels').filter({ hasText: 'OrdersController' }).getByText('trace').waitFor();
    const whileChanged = levels.snapshot().contexts;
    await rowsOf('Changes that end by themselves').getByText('developer').waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('No level is changed for a while.').waitFor();

    expect(whileChanged).toEqual({ OrdersController: 'trace' });
    expect(levels.snapshot().contexts).toEqual({});
    expect(view.problems).toEqual([]);
  });
});
