/** The frame around all pages: how one gets in, moves about, and sees what happens as it happens. */
import type { Browser } from 'playwright-core';
import { closeApplications, platforms } from '../support/application.js';
import { launchBrowser, openAsStranger, openConsole, openTab } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';
import { soon } from './support/soon.js';

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The console on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform, { profiling: { enabled: false } });
  });
  afterAll(closeApplications);

  it('opens by the link in the log without a complaint, and takes the token out of the address', async () => {
    const view = await openConsole(browser, desk);

    await view.page.getByText('Live', { exact: true }).waitFor();

    expect(view.page.url()).toBe(desk.consoleUrl);
    expect(await view.page.title()).toBe('Overview · order-desk');
    expect(view.problems).toEqual([]);
    await view.close();
  });

  it('keeps out whoever has no session, and says how to get in', async () => {
    const { page, close } = await openAsStranger(browser, desk);
    await page.goto(desk.link);
    await page.getByText('This link has been used, or is too old').waitFor();
    const linesBefore = desk.recorder.lines.length;

    await page.getByRole('button', { name: 'Print a new link' }).click();
    await page.getByText('A new link stands in the application’s log').waitFor();

    expect(desk.recorder.lines.slice(linesBefore).some(({ message }) => /#token=/.test(String(message)))).toBe(true);
    await close();
  });

  it('shows a new trace within a second, without being loaded anew', async () => {
    const view = await openConsole(browser, desk);
    await view.open('/traces');
    await view.page.getByText('Live', { exact: true }).waitFor();
    const rows = view.page.getByRole('row', { name: /GET \/orders\/:id\b(?!\/)/ });
    const before = await rows.count();

    await desk.request('/orders/1');
    await soon(async () => (await rows.count()) > before, 1_000);

    expect(view.problems).toEqual([]);
    await view.close();
  });

  it('pauses the view while recording goes on, and shows what came when it goes on', async () => {
    const view = await openConsole(browser, desk);
    await view.open('/traces');
    await view.page.getByText('Live', { exact: true }).waitFor();
    await view.page.keyboard.press('Space');
    const rows = view.page.getByRole('row', { name: /\/odd\/missing-order/ });
    const before = await rows.count();

    await desk.request('/odd/missing-order');
    await view.page.getByRole('button', { name: /Paused.* new/s }).waitFor();
    const whilePaused = await rows.count();
    await view.page.keyboard.press('Space');
    await soon(async () => (await rows.count()) === before + 1, 5_000);

    expect(whilePaused).toBe(before);
    await view.close();
  });

  it('has one connection for all tabs, which the next takes over when its tab is closed', async () => {
    const first = await openConsole(browser, desk);
    await first.page.getByText('Live', { exact: true }).waitFor();
    const second = await openTab(first, desk);
    let streams = 0;
    second.page.on('request', (request) => (streams += request.url().endsWith('/api/v1/live') ? 1 : 0));
    await second.open('/traces');
    await second.page.getByText('Live', { exact: true }).waitFor();
    const ofSecondAtFirst = streams;

    await first.page.close();
    await soon(async () => streams === 1, 5_000);
    await second.page.getByText('Live', { exact: true }).waitFor();

    expect(ofSecondAtFirst).toBe(0);
    await second.close();
  });

  it('goes to pages by two keys, lists them behind ?, and takes no key from somebody who types', async () => {
    const { page, close } = await openConsole(browser, desk);

    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('combobox', { name: 'Search' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('glg l');

    expect(page.url()).toBe(`${desk.consoleUrl}/traces`);
    expect(await page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('glg l');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys and help' }).getByText('Pause, go on').waitFor();
    await close();
  });

  it('says of a page that is off which option turns it on, and of one that is none that there is none', async () => {
    const { page, close } = await openConsole(browser, desk);

    await page.getByRole('link', { name: 'Profiles' }).click();
    await page.getByText('profiling.enabled: true').waitFor();
    await page.evaluate("history.pushState({}, '', 'nowhere'); dispatchEvent(new PopStateEvent('popstate'))");
    await page.getByText('There is no page “nowhere”').waitFor();
    await page.goBack();

    await page.getByText('profiling.enabled: true').waitFor();
    await close();
  });

  it('keeps the theme that was chosen', async () => {
    const { page, close } = await openConsole(browser, desk, { theme: 'light' });
    const button = page.getByRole('button', { name: /Theme/ });

    await button.click();
    await button.click();
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();

    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await close();
  });
});
