/** Debian's Chromium, one for each test file, and the console in it as a person sees it. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Desk } from './desk.js';

export type Theme = 'light' | 'dark';
export const themes: readonly Theme[] = ['light', 'dark'];
/** A telephone, a laptop, a screen on a desk. */
export const widths = [360, 1280, 1920] as const;

export interface ConsoleView {
  readonly page: Page;
  /** What the browser complained about, and requests that went anywhere but to the application. */
  readonly problems: string[];
  /** Opens an address below the console's, such as `/traces?q=status:error`, and waits until the page is there. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface ViewOptions {
  readonly theme?: Theme;
  readonly width?: number;
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
];
const patienceMs = 15_000;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
const cookiesByDesk = new WeakMap<Desk, Cookies>();

/** The overview, in a browser of its own: let in by the desk's link the first time, and by the same session afterwards. */
export async function openConsole(browser: Browser, desk: Desk, options: ViewOptions = {}): Promise<ConsoleView> {
  const view = await openAsStranger(browser, desk, options);
  const context = view.page.context();
  const known = cookiesByDesk.get(desk);
  if (known !== undefined) await context.addCookies(known);
  await goTo(view.page, known === undefined ? desk.link : desk.consoleUrl);
  cookiesByDesk.set(desk, await context.cookies());
  return view;
}

/** A browser that nobody has let in, and that has opened nothing yet. */
export async function openAsStranger(browser: Browser, desk: Desk, options: ViewOptions = {}): Promise<ConsoleView> {
  const { theme = 'light', width = 1280 } = options;
  const viewport = { width, height: width < 500 ? 760 : 900 };
  const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
  return viewIn(context, desk);
}

/** Another tab of the same browser. */
export async function openTab({ page }: ConsoleView, desk: Desk): Promise<ConsoleView> {
  return viewIn(page.context(), desk);
}

async function viewIn(context: BrowserContext, desk: Desk): Promise<ConsoleView> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('request', (request) => isElsewhere(request.url(), desk) && problems.push(`asked ${request.url()}`));
  return {
    page,
    problems,
    open: (path) => goTo(page, desk.consoleUrl + path),
    close: () => context.close(),
  };
}

/** `/`, once there is a field that it leads to. */
export async function pressSlash(page: Page): Promise<void> {
  await page.locator('main :is(input[type=search], [role=combobox])').first().waitFor();
  await page.keyboard.press('/');
}

async function goTo(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector('main h1, main .empty-state-title');
  await page.waitForSelector('.resource-state-wait', { state: 'detached' });
}

function isElsewhere(url: string, desk: Desk): boolean {
  return !url.startsWith('data:') && new URL(url).origin !== desk.url;
}
