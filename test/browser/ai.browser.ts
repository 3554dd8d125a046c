/** The AI page: what models cost and took, and each call's trace. */
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { launchBrowser, openConsole, themes, widths, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';
import { expectWellMade } from './support/looks.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The AI page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('tells from the overview in one click what each model cost, and which has no price', async () => {
    const { page } = view;

    await page.getByRole('link', { name: 'AI', exact: true }).click();
    const models = page.getByRole('region', { name: 'Models by cost' });
    await models.getByRole('row').nth(2).waitFor();

    const rows = await models.getByRole('row').allInnerTexts();
    const cells = rows.slice(1).map((row) =>
      row
        .replaceAll('\u00a0', ' ')
        .split(/[\t\n]+/)
        .slice(0, 2),
    );
    expect(cells).toEqual([
      ['coach-1 openai, team', '0.036 ¢'],
      ['gpt-4o-mini openai, team', 'no price'],
    ]);
    await page.getByText(/^1\s*call without a known cost/).waitFor();
    expect(view.problems).toEqual([]);
  });

  it('lists the latest calls, and opens the trace of one', async () => {
    const { page, open } = view;
    await open('/ai');
    const call = page.getByRole('grid', { name: 'Latest calls of models' }).getByRole('row', { name: /coach-1/ });

    await call.getByRole('link').click();
    await page
      .getByRole('heading', { name: /assistant/ })
      .first()
      .waitFor();

    expect(new URL(page.url()).searchParams.get('id')).toMatch(/^[0-9a-f]{32}$/);
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    it.each(themes)('has nothing that axe finds, at any width, in the %s theme', async (theme) => {
      const look = { path: '/ai', ready: '.data-table-row', picture: `ai-${platform}`, theme };
      for (const width of widths) await expectWellMade(browser, desk, { ...look, width });
    });
  }
});
