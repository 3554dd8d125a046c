/** One trace: its waterfall is what was recorded, and a person finds in it what they look for, with a mouse or with keys alone. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { importLargeTrace, LARGE_SPANS, LARGE_TRACE_ID } from './support/large-trace.js';
import { launchBrowser, openConsole, themes, widths, type ConsoleView } from './support/browser.js';
import { HOSTILE } from './support/desk-controller.js';
import { startDesk, type Desk } from './support/desk.js';
import type { TraceAnswer, TracesAnswer } from '../../src/console/shapes/index.js';

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

/** So few that a test can push them out. */
const MAX_TRACES = 60;
/** And nothing folds into one span. */
const settings = { traces: { collapseAfter: 0 }, console: { maxTraces: MAX_TRACES } };

const looks = themes.flatMap((theme) => widths.map((width) => [theme, width] as const));

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The trace page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform, settings);
    await desk.request('/odd/wide/520');
  });
  afterAll(closeApplications);
  beforeEach(async () => {
    view = await openConsole(browser, desk);
  });
  afterEach(() => view.close());

  it('has a row for each recorded span, each bar inside that of its parent', async () => {
    const { page, open } = view;
    const traceId = await idOf(page, 'route:"/orders/:id/report"');
    await open(`/trace?id=${traceId}`);
    await page.getByRole('treegrid').waitFor();

    const recorded = desk.recorder.spans.filter((span) => span.spanContext().traceId === traceId);
    const bars = await page.evaluate(barsById);

    expect(recorded.length).toBeGreaterThan(3);
    expect(Object.keys(bars).toSorted()).toEqual(recorded.map((span) => span.spanContext().spanId).toSorted());
    for (const span of recorded) {
      const [own, parent] = [bars[span.spanContext().spanId]!, bars[span.parentSpanContext?.spanId ?? '']];
      expect(own.right).toBeGreaterThan(own.left);
      if (parent !== undefined)
        expect([own.left >= parent.left - 0.1, own.right <= parent.right + 0.1]).toEqual([true, true]);
    }
    expect(view.problems).toEqual([]);
  });

  it('draws 500 spans in under half a second, with under 200 rows', async () => {
    const { page, open } = view;
    await importLargeTrace(page, desk);
    const tookMs: number[] = [];

    // The best of some: the machine may have other work.
    for (let attempt = 0; attempt < 5 && Math.min(...tookMs) >= 500; attempt++) {
      await open('/traces?q=name:"GET /large"');
      await page.locator('.traces-name').first().waitFor();
      tookMs.push(await page.evaluate(timeToDraw));
    }

    expect(Math.min(...tookMs)).toBeLessThan(500);
    expect(await page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe(String(LARGE_SPANS + 1));
    expect(await page.locator('[role=row]').count()).toBeLessThan(200);
  });

  it('says what it has dropped of a trace that is larger than is kept', async () => {
    const { page, open } = view;
    const traceId = await idOf(page, 'route:"/odd/wide/:count"');
    const { droppedSpanCount } = (await traceOf(page, traceId)).trace.row;

    await open(`/trace?id=${traceId}`);

    expect(droppedSpanCount).toBeGreaterThan(0);
    await page.getByText(`truncated, ${droppedSpanCount}`).waitFor();
  });

  it('finds 3/17 and unfolds what hides it', async () => {
    const { page, open } = view;
    await importLargeTrace(page, desk);
    await open(`/trace?id=${LARGE_TRACE_ID}`);
    await page.getByRole('button', { name: 'Fold all', exact: true }).click();
    await expectRows(page, 1);

    await page.keyboard.press('/');
    await page.keyboard.type('needle');
    for (let step = 0; step < 3; step++) await page.keyboard.press('Enter');

    await page.locator('.find-bar').getByText('3/17').waitFor();
    await page.locator('.waterfall-row.is-cursor.is-hit').waitFor();
    expect(await page.locator('.waterfall-row.is-cursor').textContent()).toContain('needle 63');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.locator('.find-bar').getByText('4/17').waitFor();
    await page.keyboard.press('Shift+N');
    await page.keyboard.press('Shift+N');
    await page.locator('.find-bar').getByText('2/17').waitFor();
  });

  it('leads by keys alone to the details of a span and back, and to the trace before', async () => {
    const { page, open } = view;
    const traceId = await idOf(page, 'route:"/orders/:id"');
    const { previousTraceId } = (await traceOf(page, traceId)).trace;
    await open(`/trace?id=${traceId}`);
    await page.getByRole('treegrid').waitFor();

    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.locator('.drawer').waitFor();
    const shown = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('Escape');
    await page.locator('.drawer').waitFor({ state: 'detached' });
    await page.keyboard.press('[');
    await page.waitForURL((url) => url.searchParams.get('id') === previousTraceId);

    expect(shown).not.toBe('');
    expect(new URL(page.url()).searchParams.get('span')).toBeNull();
  });

  it('shows by a copied address the same span, zoom, view and search', async () => {
    const { page, open } = view;
    const traceId = await idOf(page, 'route:"/orders/:id/report"');
    await open(`/trace?id=${traceId}`);
    const box = (await page.locator('.minimap').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 12);
    await page.mouse.up();
    await page.locator('.waterfall-row', { hasText: 'SELECT order_lines' }).click();
    await page.getByLabel('Find in this trace').fill('select');
    const seen = await page.evaluate(barsById);

    const other = await openConsole(browser, desk);
    await other.open(page.url().slice(desk.consoleUrl.length));
    await other.page.locator('.drawer').getByText('SELECT order_lines').first().waitFor();

    expect(await other.page.evaluate(barsById)).toEqual(seen);
    expect(await other.page.getByLabel('Find in this trace').inputValue()).toBe('select');
    await other.close();
  });

  it('shows the query, the log lines and the failure of a span, hostile text as text', async () => {
    const { page, open } = view;
    await open(`/trace?id=${await idOf(page, 'route:"/odd/hostile"')}&view=logs`);

    await page.locator('.log-lines').getByText(`Somebody wrote ${HOSTILE}`).click();
    await page.locator('.drawer').getByText(`Somebody wrote ${HOSTILE}`).waitFor();
    for (const tab of ['Waterfall', 'Flame', 'Spans by name', 'JSON'])
      await page.getByRole('tab', { name: tab }).click();

    expect(await page.evaluate(() => [document.querySelectorAll('main img').length, 'wasAttacked' in window])).toEqual([
      0,
      false,
    ]);
    expect(view.problems).toEqual([]);
  });

  it('compares two traces of the same route', async () => {
    const { page, open } = view;
    await open(`/trace?id=${await idOf(page, 'route:"/orders/:id"')}`);

    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.data-table-row').first().click();
    await page.getByRole('table', { name: 'Spans of both traces' }).waitFor();

    expect(await page.locator('.compare-row.is-both').count()).toBeGreaterThan(2);
    expect(await page.locator('.compare-row.is-left, .compare-row.is-right').count()).toBe(0);
  });

  it('exports a trace that can be read in again, also where it is no longer known', async () => {
    const { page, open } = view;
    const traceId = await idOf(page, 'route:"/orders/:id/report"');
    await open(`/trace?id=${traceId}`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    const file = await (await download).path();

    const other = await startDesk(platform, settings);
    const there = await openConsole(browser, other);
    await there.open('/traces');
    await there.page.locator('input[type=file]').setInputFiles({
      name: 'trace.json',
      mimeType: 'application/json',
      buffer: readFileSync(file),
    });
    await there.page.waitForURL((url) => url.searchParams.get('id') === traceId);
    await there.page.getByText('imported', { exact: true }).waitFor();

    expect(Object.keys(await there.page.evaluate(barsById))).toEqual(Object.keys(await page.evaluate(barsById)));
    await there.close();
    await other.close();
  });

  it('says of an evicted trace that it is no longer in memory', async () => {
    const { page, open } = view;
    const { rows } = await askFor<TracesAnswer>(page, 'traces?q=route:"/orders/:id"');
    // What is kept back stays: the slowest.
    const { traceId } = rows.find(({ isKept }) => !isKept)!;
    for (let sent = 0; sent < MAX_TRACES; sent++) await desk.request(`/orders/${sent}`);

    await open(`/trace?id=${traceId}`);

    await page.getByText('This trace is no longer in memory').waitFor();
  });
});

describe('A look at the trace page', () => {
  beforeAll(async () => {
    desk = await startDesk('express', settings);
  });
  afterAll(closeApplications);

  it.each(looks)('finds it well made in the %s theme, %i pixels wide', async (theme, width) => {
    view = await openConsole(browser, desk, { theme, width });
    const slow = await idOf(view.page, 'route:"/orders/:id/report"');
    const failed = await idOf(view.page, 'route:"/odd/hostile"');
    const { spans } = (await traceOf(view.page, slow)).trace;
    const paths = {
      trace: `?id=${failed}`,
      'trace-details': `?id=${slow}&span=${spans.at(-1)!.spanId}`,
      'trace-flame': `?id=${slow}&view=flame`,
      'trace-spans': `?id=${slow}&view=spans`,
      'trace-logs': `?id=${failed}&view=logs`,
      'trace-compare': `?id=${slow}&compare=${failed}`,
    };

    for (const [name, path] of Object.entries(paths)) {
      await view.open(`/trace${path}`);
      await takePicture(view.page, `${name}-${theme}-${width}`);
      expect(await accessibilityFindings(view.page)).toEqual([]);
    }

    expect(view.problems).toEqual([]);
    await view.close();
  });
});

/** Of the newest that fits. */
async function idOf(page: Page, query: string): Promise<string> {
  const { rows } = await askFor<TracesAnswer>(page, `traces?q=${encodeURIComponent(query)}`);
  return rows[0]!.traceId;
}

function traceOf(page: Page, traceId: string): Promise<TraceAnswer> {
  return askFor<TraceAnswer>(page, `trace?id=${traceId}`);
}

async function askFor<T>(page: Page, resource: string): Promise<T> {
  const response = await page.context().request.get(`${desk.consoleUrl}/api/v1/${resource}`);
  return (await response.json()) as T;
}

async function expectRows(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelectorAll('.waterfall-row').length === wanted, count);
}

function barsById(): Readonly<Record<string, { readonly left: number; readonly right: number }>> {
  const bars = [...document.querySelectorAll<HTMLElement>('.span-bar')];
  return Object.fromEntries(
    bars.map((bar) => {
      const { left, right } = bar.getBoundingClientRect();
      return [bar.dataset['spanId'] ?? '', { left, right }];
    }),
  );
}

/** Opens the first row of the list; from the answer to the first frame with the waterfall's rows, in milliseconds. */
function timeToDraw(): Promise<number> {
  document.querySelector<HTMLElement>('.traces-name')?.click();
  return new Promise((resolve) => {
    const answeredAtMs = (): number =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).findLast(({ name }) =>
        name.includes('/api/v1/trace?id='),
      )!.responseEnd;
    const look = (): void => {
      const isThere = document.querySelectorAll('.waterfall-row').length > 10;
      requestAnimationFrame(isThere ? () => resolve(performance.now() - answeredAtMs()) : look);
    };
    look();
  });
}
