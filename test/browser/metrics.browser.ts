/** The metrics page: what it shows is what two scrapes would have told, and dots lead to traces. */
import { MetricsService } from 'nestjs-observability';
import { ManualClock, samplesOf } from 'nestjs-observability/testing';
import type { Browser, Page } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { launchBrowser, openConsole, themes, widths, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';
import { expectWellMade } from './support/looks.js';

let browser: Browser;
let desk: Desk;
let clock: ManualClock;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The metrics page on %s', (platform) => {
  beforeAll(async () => {
    clock = new ManualClock();
    desk = await startDesk(platform, { plugins: [{ name: 'clock', clock }] });
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('shows the rate of a counter as two scrapes have it', async () => {
    const count = async (): Promise<number> =>
      samplesOf(await desk.scrape(), 'http_requests_total', { route: '/orders/:id' }).reduce(
        (sum, { value }) => sum + value,
        0,
      );
    await look();
    const before = await count();
    for (let round = 0; round < 6; round++) {
      for (let id = 0; id <= round; id++) await desk.request(`/orders/${id}`);
      clock.advance(10_000);
      await look();
    }
    const perSecond = ((await count()) - before) / 60;

    await view.open('/metrics?name=http_requests_total&label.route=/orders/:id');

    expect(perSecond).toBeCloseTo(21 / 60);
    expect((await shownValue(view.page, 'Rate', 'all series')) / perSecond).toBeCloseTo(1, 2);
    expect(view.problems).toEqual([]);
  });

  it('shows the 95th percentile of a histogram as two scrapes have it', async () => {
    const bounds = ['0.1', '0.5', '1', '5', '+Inf'];
    const wait = desk.app.get(MetricsService).histogram('wait_seconds', { buckets: [0.1, 0.5, 1, 5] });
    const counts = async (): Promise<number[]> => {
      const text = await desk.scrape();
      return bounds.map((le) => samplesOf(text, 'wait_seconds_bucket', { le })[0]?.value ?? 0);
    };
    for (let index = 0; index < 50; index++) wait.observe(4);
    clock.advance(10_000);
    await look();
    const before = await counts();
    for (let round = 0; round < 6; round++) {
      for (let index = 0; index < 40; index++) wait.observe(((index * 7 + round) % 40) / 30);
      clock.advance(10_000);
      await look();
    }
    const increases = (await counts()).map((value, place) => value - before[place]!);

    await view.open('/metrics?name=wait_seconds');

    const p95 = quantile(0.95, [0.1, 0.5, 1, 5], increases);
    expect(increases.at(-1)).toBe(240);
    expect((await shownValue(view.page, 'Percentiles', 'p95')) / p95).toBeCloseTo(1, 2);
  });

  it('finds a metric by a search, splits it by a label, and keeps both in the address', async () => {
    const { page } = view;
    await view.open('/metrics');

    await page.getByRole('searchbox', { name: 'Search metrics' }).fill('http requests');
    await page.getByRole('treeitem', { name: /http_requests_total/ }).click();
    await page.getByRole('group', { name: 'Group by' }).getByRole('button', { name: 'route' }).click();
    await page.locator('.chart-legend', { hasText: '/odd/missing-order' }).waitFor();

    const { search } = new URL(page.url());
    const copy = await openConsole(browser, desk);
    await copy.open(`/metrics${search}`);
    await copy.page.locator('.chart-legend', { hasText: '/odd/missing-order' }).waitFor();
    expect(new URLSearchParams(search).get('by')).toBe('route');
    expect(await copy.page.getByRole('button', { name: 'route' }).getAttribute('aria-pressed')).toBe('true');
    expect(await copy.page.getByRole('group', { name: 'PromQL' }).innerText()).toContain(
      'sum by (route) (rate(http_requests_total',
    );
    await copy.close();
  });

  it('has the values of a chart as a table, and its cursor under the arrow keys', async () => {
    const { page } = view;
    await view.open('/metrics?name=http_requests_total');
    const chart = page.getByRole('img', { name: /^Rate, the last/ });

    await chart.focus();
    await page.keyboard.press('End');
    const told = await page.locator('.chart-tooltip time').innerText();
    await page.getByText('Values of Rate').click();

    const newest = await page.getByRole('region', { name: 'Values of Rate' }).getByRole('row').nth(1).innerText();
    expect(newest).toContain(told);
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    describe.each(themes)('in the %s theme', (theme) => {
      it.each(widths)('has nothing that axe finds where it is %i pixels wide', async (width) => {
        const path = '/metrics?name=http_request_duration_seconds&by=route';
        await expectWellMade(browser, desk, { path, ready: '.uplot', picture: `metrics-${platform}`, theme, width });
      });
    });
  }
});

describe.each(platforms)('A dot of the metrics page on %s', (platform) => {
  afterEach(closeApplications);

  it('opens the trace of its exemplar', async () => {
    const live = await startDesk(platform);
    const { page, open, close } = await openConsole(browser, live);
    await open('/metrics?name=http_request_duration_seconds&label.route=/orders/:id/report');
    await page.locator('.uplot').first().waitFor();

    await live.request('/orders/7/report');
    const dot = page.getByRole('link', { name: /open its trace/ }).first();
    const target = new URL((await dot.getAttribute('href'))!, live.url).searchParams.get('id');
    await dot.click();
    await page
      .getByRole('heading', { name: /orders\/:id\/report/ })
      .first()
      .waitFor();

    expect(target).toMatch(/^[0-9a-f]{32}$/);
    expect(new URL(page.url()).searchParams.get('id')).toBe(target);
    await close();
  });
});

/** A reading of all metrics, as the page takes one whenever it asks. */
async function look(): Promise<void> {
  await view.page.request.get(`${desk.consoleUrl}/api/v1/metrics`);
}

/** In the metric's unit, as a person reads it beside the chart. */
async function shownValue(page: Page, chart: string, line: string): Promise<number> {
  const legend = page.locator('.chart', { hasText: chart }).locator('.chart-legend li', { hasText: line });
  const [, figure = '', unit = ''] =
    /^(\S+?)\s?(ms|s|\/s)$/.exec((await legend.locator('.chart-value').innerText()).trim()) ?? [];
  return Number(figure) / (unit === 'ms' ? 1_000 : 1);
}

/** As Prometheus interpolates it. @param increases cumulative, by bound and then all */
function quantile(ratio: number, bounds: readonly number[], increases: readonly number[]): number {
  const rank = ratio * increases.at(-1)!;
  const bucket = increases.findIndex((count) => count >= rank);
  const [start, below] = [bounds[bucket - 1] ?? 0, increases[bucket - 1] ?? 0];
  return start + (bounds[bucket]! - start) * ((rank - below) / (increases[bucket]! - below));
}
