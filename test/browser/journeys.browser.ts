/** The journeys page: a funnel for each. */
import { JourneysInstrument } from 'nestjs-observability/instruments';
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

describe.each(platforms)('The journeys page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
    const signUp = desk.app.get(JourneysInstrument).journey('sign-up', { stages: ['form', 'verify', 'welcome'] });
    for (let person = 0; person < 10; person++) signUp.enter('form', person);
    for (let person = 0; person < 4; person++) signUp.complete('form', person);
    for (let person = 0; person < 4; person++) signUp.enter('verify', person);
    for (let person = 0; person < 3; person++) signUp.enter('welcome', person);
    for (let person = 0; person < 3; person++) signUp.complete('welcome', person);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('shows how many enter each stage, what share goes on, and where most are lost', async () => {
    const { page, open } = view;
    await open('/journeys');
    const funnel = page.locator('section', { has: page.getByRole('heading', { name: 'sign-up' }) });

    await funnel.getByText('the largest loss').waitFor();

    const text = async (selector: string): Promise<string[]> =>
      (await funnel.locator(selector).allInnerTexts()).map((one) => one.replace(/\s+/g, ' ').trim());
    expect(await text('.journeys-name')).toEqual(['form', 'verify', 'welcome']);
    expect(await text('.journeys-figure:has-text("entered")')).toEqual(['10 entered', '4 entered', '3 entered']);
    expect(await text('.journeys-passage')).toEqual(['↓ 40 % go on 6 fewer the largest loss', '↓ 75 % go on 1 fewer']);
    expect(await text('.stat')).toEqual(['Started 10', 'Completed 3', 'Conversion 30 %', 'Abandoned 0']);
    expect(view.problems).toEqual([]);
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    it.each(themes)('has nothing that axe finds, at any width, in the %s theme', async (theme) => {
      const look = { path: '/journeys', ready: '.journeys-stage', picture: `journeys-${platform}`, theme };
      for (const width of widths) await expectWellMade(browser, desk, { ...look, width });
    });
  }
});
