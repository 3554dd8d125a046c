/** Failures as a person looks into them: what fails most, where it comes from, and the trace of one of them. */
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openConsole, themes, widths, pressSlash } from './support/browser.js';
import { HOSTILE, SECRET } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';
import { soon } from './support/soon.js';

const JSON_BODY = { 'content-type': 'application/json' };

const views = themes.flatMap((theme) => widths.map((width) => [theme, width] as const));

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('Errors on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform, { errors: { sourceLines: 3 } });
  });
  afterAll(closeApplications);

  it('are groups that count up as it happens', async () => {
    const { page, close, open, problems } = await openConsole(browser, desk);
    await open('/errors');
    const group = page.getByRole('row', { name: /PaymentDeclined The card for order 4 was declined/ });
    await group.getByRole('gridcell', { name: '2', exact: true }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();

    await desk.request('/orders/5/payment', { method: 'POST', headers: JSON_BODY, body: '{}' });

    const now = page.getByRole('row', { name: /PaymentDeclined The card for order 5 was declined/ });
    await now.getByRole('gridcell', { name: '3', exact: true }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('lead to the line of the application that they come from, and to a trace', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/errors');
    await page.getByRole('row', { name: /PaymentDeclined/ }).click();
    await page.waitForURL(/fingerprint=/);

    const source = page.locator('.errors-source-line.is-own').first();
    await source.waitFor();
    expect(await source.textContent()).toMatch(/^\d+.*throw new PaymentDeclined\(id\);/);
    const link = page.locator('.errors-stack a').first();
    expect(await link.getAttribute('href')).toMatch(/desk-controller\.ts/);

    await page.getByRole('link', { name: 'Trace', exact: true }).first().click();
    await page.waitForURL(/\/trace\?id=/);
    await page.getByRole('heading', { name: /POST .orders.:id.payment/ }).waitFor();
    await page.goBack();
    await source.waitFor();
    await page.getByRole('link', { name: 'All errors' }).click();
    await page.getByRole('row', { name: /PaymentDeclined/ }).waitFor();
    await close();
  });

  it('are found by a part of what they say', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/errors');
    await pressSlash(page);
    await page.keyboard.type('declined');

    await page.waitForURL(/q=declined/);
    await soon(async () => (await page.getByRole('row').count()) === 2);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No error in memory fits').waitFor();
    await close();
  });

  it('that are no longer in memory are said to be so', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    await open('/errors?fingerprint=0123456789abcdef');

    await page.getByText('No such group of errors is in memory').waitFor();
    await close();
  });

  it('show hostile text as text, and no secret', async () => {
    const { page, close, open } = await openConsole(browser, desk);
    const answers: string[] = [];
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        ),
    );
    await open('/errors');
    await page.getByRole('row', { name: /HttpException/ }).click();
    await page.locator('.errors-message').getByText(HOSTILE).waitFor();

    expect(await page.evaluate('window.wasAttacked')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(answers.join('')).not.toContain(SECRET);
    await close();
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    it.each(views)('are easy to read for everybody in the %s theme, %s pixels wide', async (theme, width) => {
      const { page, close, open } = await openConsole(browser, desk, { theme, width });
      await open('/errors');
      await page.getByRole('row', { name: /PaymentDeclined/ }).waitFor();
      await takePicture(page, `errors-${platform}-${theme}-${width}`);
      const ofList = await accessibilityFindings(page);
      await page.getByRole('row', { name: /PaymentDeclined/ }).click();
      await page.locator('.errors-source').first().waitFor();
      await takePicture(page, `error-${platform}-${theme}-${width}`);

      expect([...ofList, ...(await accessibilityFindings(page))]).toEqual([]);
      await close();
    });
  }
});
