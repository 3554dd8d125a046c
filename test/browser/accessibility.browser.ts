/** Everybody can use every page: axe-core finds nothing in either theme, narrow or wide; pictures of all are kept. */
import type { Browser } from 'playwright-core';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { fingerprintOf, traceIdOf } from './support/answers.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openAsStranger, openConsole, themes, widths, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';

/** Each page, and each of its views that is another picture. */
const pages: readonly (readonly [name: string, path: (view: ConsoleView) => string | Promise<string>])[] = [
  ['overview', () => ''],
  ['traces', () => '/traces'],
  ['traces-filtered', () => `/traces?q=${encodeURIComponent('status:error !dur>200ms')}`],
  ['trace', async (view) => `/trace?id=${await traceIdOf(view, desk, 'route:/orders/:id/report')}`],
  ['logs', () => '/logs'],
  ['errors', () => '/errors'],
  ['error', async (view) => `/errors?fingerprint=${await fingerprintOf(view, desk, 'PaymentDeclined')}`],
  ['metrics', () => '/metrics?name=http_request_duration_seconds'],
  ['health', () => '/health'],
  ['objectives', () => '/objectives'],
  ['profiles', () => '/profiles'],
  ['ai', () => '/ai'],
  ['journeys', () => '/journeys'],
  ['events', () => '/events'],
  ['application', () => '/application'],
  ['captures', () => '/captures'],
  ['custom', () => '/shelf'],
];

/** Their own files look closer, on Express. */
const lookedAtCloser = new Set([
  'traces',
  'traces-filtered',
  'trace',
  'logs',
  'errors',
  'error',
  'metrics',
  'profiles',
  'ai',
  'journeys',
  'events',
]);
const pagesOn = (platform: Platform) =>
  platform === 'fastify' ? pages : pages.filter(([name]) => !lookedAtCloser.has(name));

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

jest.setTimeout(120_000);

describe.each(platforms)('The console on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform, { profiling: { enabled: true } });
  });
  afterAll(closeApplications);

  describe.each(themes)('in its %s theme', (theme) => {
    it.each(pagesOn(platform))('has nothing on its page %s that axe-core finds', async (name, pathOf) => {
      const view = await openConsole(browser, desk, { theme });
      await view.open(await pathOf(view));
      const findings: string[] = [];

      for (const width of widths) {
        await view.page.setViewportSize({ width, height: width === 360 ? 760 : 900 });
        if (width < 1920) findings.push(...(await accessibilityFindings(view.page)));
        await takePicture(view.page, `${name}-${platform}-${theme}-${width}`);
      }

      expect(findings).toEqual([]);
      expect(view.problems).toEqual([]);
      await view.close();
    });

    it('has nothing either where it keeps somebody out, in its menu and in its help', async () => {
      const stranger = await openAsStranger(browser, desk, { theme, width: 360 });
      await stranger.open('/traces');
      const kept = await accessibilityFindings(stranger.page);
      await takePicture(stranger.page, `refused-${platform}-${theme}-360`);
      const view = await openConsole(browser, desk, { theme, width: 360 });
      await view.page.getByRole('button', { name: 'Pages' }).click();
      const inMenu = await accessibilityFindings(view.page);
      await takePicture(view.page, `menu-${platform}-${theme}-360`);
      await view.page.keyboard.press('Escape');
      await view.page.getByRole('button', { name: 'Keys and help' }).click();
      const inHelp = await accessibilityFindings(view.page);
      await takePicture(view.page, `help-${platform}-${theme}-360`);

      expect({ kept, inMenu, inHelp }).toEqual({ kept: [], inMenu: [], inHelp: [] });
      await stranger.close();
      await view.close();
    });
  });
});
