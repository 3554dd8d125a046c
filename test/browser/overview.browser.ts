/** The first page: how the application is, and one click from there to why. */
import type { Browser } from 'playwright-core';
import type { OverviewAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { ask } from './support/answers.js';
import { launchBrowser, openConsole, type ConsoleView } from './support/browser.js';
import { HOSTILE, SECRET } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';
import { soon } from './support/soon.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The overview on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform);
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('says how the application is, by a word beside the shape', async () => {
    await desk.request('/health/ready');

    await view.page.getByRole('link', { name: /degraded: mail/ }).waitFor();
  });

  it('shows the figures that the server knows', async () => {
    const rate = view.page.locator('.stat', { hasText: 'Requests' }).locator('.stat-value');
    await soon(async () => /^[1-9.]/.test(await rate.innerText()), 15_000);

    const { recorder } = await ask<OverviewAnswer>(view, desk, 'overview');

    await view.page
      .getByText(/of 64\sMiB/)
      .first()
      .waitFor();
    expect(recorder).toMatchObject({ isRecording: true, maxBytes: 67_108_864, droppedSpans: 0 });
    expect(recorder.usedBytes).toBeGreaterThan(1_000);
    expect(view.problems).toEqual([]);
  });

  it('leads from the slowest trace to what made it slow', async () => {
    await view.page.getByRole('link', { name: 'GET /orders/:id/report' }).last().click();

    await view.page.waitForURL(/\/trace\?id=/);
    await view.page.getByText('order_lines').first().waitFor();
  });

  it('leads from a failing route to its failed requests, and from an error to its group', async () => {
    await view.page.locator('.overview-failing').first().click();
    await view.page.waitForURL(/\/traces\?q=/);
    const query = new URL(view.page.url()).searchParams.get('q');

    await view.page.goBack();
    await view.page.getByRole('link', { name: /PaymentDeclined/ }).click();
    await view.page.waitForURL(/\/errors\?fingerprint=/);

    expect(query).toMatch(/^method:(GET|POST) route:\S+ status:error$/);
    await view.page
      .getByText(/The card for order \S+ was declined/)
      .first()
      .waitFor();
  });

  it('shows what others wrote as text, and no secret', async () => {
    await view.page.getByText(HOSTILE).first().waitFor();
    const text = await view.page.content();

    expect(await view.page.evaluate('window.wasAttacked')).toBeUndefined();
    expect(text).not.toContain(SECRET);
  });
});
