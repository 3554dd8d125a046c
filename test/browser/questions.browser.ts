/** What somebody with fresh eyes may want to know of a lively desk, each within four clicks of the first page. */
import type { Browser, Locator } from 'playwright-core';
import type { OverviewAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { ask } from './support/answers.js';
import { launchBrowser, openConsole, type ConsoleView } from './support/browser.js';
import type { Desk } from './support/desk.js';
import { answers, startLivelyDesk } from './support/seed.js';
import { soon } from './support/soon.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;
let clicks: number;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const click = async (what: Locator): Promise<void> => {
  await what.first().click();
  clicks++;
};
const menu = (name: string): Locator => view.page.getByRole('navigation').getByRole('link', { name, exact: true });

describe.each(platforms)('A lively desk on %s answers', (platform) => {
  beforeAll(async () => {
    desk = await startLivelyDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
    clicks = 0;
  });
  afterEach(async () => {
    await view.close();
    expect(clicks).toBeLessThanOrEqual(4);
    expect(view.problems).toEqual([]);
  });

  it('which request of the last five minutes was the slowest, and why', async () => {
    const { page } = view;
    const { request, because } = answers.slowest;
    const slowest = page.locator('section', { hasText: 'Slowest traces' }).getByRole('listitem').getByRole('link');
    await slowest.first().waitFor();
    const { slowestTraces } = await ask<OverviewAnswer>(view, desk, 'overview');
    expect(await slowest.allInnerTexts()).toEqual(slowestTraces.map(({ name }) => name));

    // On a machine that is busy another one may be slower still.
    await click(slowest.filter({ hasText: request }));

    await page.getByText(because).first().waitFor();
  });

  it('what a failing request wrote into the log', async () => {
    const { page } = view;
    const { error, line } = answers.failing;

    await click(menu('Errors'));
    await click(page.getByRole('row', { name: new RegExp(error) }));
    await click(page.getByRole('link', { name: 'Lines' }));

    await page.getByRole('row', { name: new RegExp(line) }).waitFor();
  });

  it('which route burns the error budget', async () => {
    const { page } = view;

    await click(menu('Objectives'));

    const routes = page.getByRole('table', { name: 'Routes of desk-availability' }).getByRole('link');
    await soon(async () => (await routes.allInnerTexts())[0] === answers.burning);
  });

  it('what the AI has cost by model', async () => {
    const { page } = view;

    await click(menu('AI'));

    const rows = page.getByRole('region', { name: 'Models by cost' }).getByRole('row');
    for (const [index, [model, cents]] of answers.costs.entries()) {
      const text = cents === null ? 'no price' : `${cents} ¢`;
      await soon(async () => {
        const row = (await rows.nth(index + 1).innerText()).replaceAll('\u00a0', ' ');
        return row.startsWith(model) && row.includes(text);
      });
    }
  });

  it('which query ran most', async () => {
    const { page } = view;

    await click(menu('Traces'));
    await click(page.getByRole('tab', { name: 'Spans by name' }));
    await page.getByLabel('Kind').selectOption('database.query');
    clicks++;
    await click(page.getByRole('button', { name: 'Count' }));

    const first = page.getByRole('grid').getByRole('row').nth(1);
    await soon(async () => (await first.innerText()).includes(answers.mostRun));
  });
});
