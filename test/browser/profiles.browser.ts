/** The profiles page: a profile is taken, looked at in every order, and taken along. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { ProfileAnswer, ProfilesAnswer } from '../../src/console/shapes/index.js';
import type { V8CpuProfile } from '../../src/profiling/v8-profile.js';
import { closeApplications, platforms } from '../support/application.js';
import { accessibilityFindings } from './support/accessibility.js';
import { takePicture } from './support/artefacts.js';
import { launchBrowser, openConsole, themes, widths, type ConsoleView } from './support/browser.js';
import { startDesk, type Desk } from './support/desk.js';

type PrimeSearch = typeof import('./support/prime-search.js');

let browser: Browser;
let desk: Desk;
let view: ConsoleView;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(platforms)('The profiles page on %s', (platform) => {
  beforeAll(async () => {
    desk = await startDesk(platform, { profiling: { enabled: true } });
    view = await openConsole(browser, desk);
    await takeProfile(view);
  });
  afterAll(async () => {
    await view.close();
    await closeApplications();
  });

  it('shows a function that was busy for 2 s as the widest of all that it calls and that are called beside it', async () => {
    await view.open('/profiles?view=functions');

    const rows = view.page.getByRole('region', { name: /^Functions/ }).getByRole('row');
    await rows.nth(1).waitFor();
    const flame = await ownFunctions(view.page);

    expect(await rows.nth(1).innerText()).toContain('searchPrimes');
    expect(flame[0]!.name).toBe('searchPrimes');
    expect(view.problems).toEqual([]);
  });

  it('tells in words what is under the focus of its flame graph, by the keyboard alone', async () => {
    const { page, open } = view;
    await open('/profiles');
    const flame = page.getByRole('application', { name: /Flame graph, left heavy/ });
    const told = page.locator('.profile-flame-told');

    await flame.focus();
    await page.keyboard.press('ArrowDown');
    const outermost = await told.innerText();
    for (let depth = 0; depth < 60 && !(await told.innerText()).includes('searchPrimes'); depth++)
      await page.keyboard.press('ArrowDown');
    const reached = await told.innerText();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show all' }).waitFor({ state: 'detached' });

    expect(outermost).not.toContain('searchPrimes');
    expect(reached).toMatch(/searchPrimes\s+browser\/support\/prime-search\.ts:\d+\s+[\d.]+\s(ms|s) in all/);
    expect(new URL(page.url()).searchParams.get('frame')).toContain(
      'searchPrimes test/browser/support/prime-search.ts',
    );
  });

  it('shows in the order of time which operation ran, and leads to its trace', async () => {
    const { page, open } = view;
    await open('/profiles?view=time');
    await page.getByRole('application', { name: /order of time/ }).waitFor();

    await page.getByRole('tab', { name: 'What ran' }).click();
    const row = page
      .getByRole('region', { name: /^Operations/ })
      .getByRole('row', { name: /orders\/:id/ })
      .first();
    await row.getByRole('link').click();
    await page.waitForURL(/\/trace\?id=[0-9a-f]{32}/);
    await page.goBack();

    expect(new URL(page.url()).searchParams.get('view')).toBe('operations');
  });

  it('puts a function between its callers and what it calls', async () => {
    const { page, open } = view;
    await open('/profiles?view=functions&q=searchPrimes');

    await page.getByRole('button', { name: 'searchPrimes' }).first().click();
    await page.getByRole('region', { name: 'Callers' }).getByRole('application').waitFor();

    expect(new URL(page.url()).searchParams.get('view')).toBe('sandwich');
    expect(await page.locator('.profiles-middle').innerText()).toContain('searchPrimes');
    expect(await page.locator('.profiles-tools [role=status]').innerText()).toMatch(/^1\sfunction, \d+/);
  });

  it('hands out a .cpuprofile that is one, and pprof', async () => {
    const { page, open } = view;
    await open('/profiles');
    const names: string[] = [];
    const download = async (name: string): Promise<Buffer> => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).first().click(),
      ]);
      names.push(file.suggestedFilename());
      return readFile(await file.path());
    };

    const profile = JSON.parse(String(await download('.cpuprofile'))) as V8CpuProfile;
    const packed = await download('pprof');

    const ids = new Set(profile.nodes.map(({ id }) => id));
    expect(names).toEqual([expect.stringMatching(/^cpu-.*\.cpuprofile$/), expect.stringMatching(/^cpu-.*\.pb\.gz$/)]);
    expect(profile.samples.length).toBeGreaterThan(10);
    expect(profile.samples.every((id) => ids.has(id))).toBe(true);
    expect(profile.timeDeltas).toHaveLength(profile.samples.length);
    expect([...packed.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  });

  it('says clearly why a second profile is not begun', async () => {
    const { page, open } = view;
    await open('/profiles');
    const other = await openConsole(browser, desk);
    await other.open('/profiles');
    // Or it would show the running one, and offer no other.
    await other.page.getByRole('button', { name: 'Pause' }).click();

    await page.getByRole('spinbutton').fill('30');
    await page.getByRole('button', { name: 'Start profile' }).click();
    await page.getByText('CPU profile runs').waitFor();
    await other.page.getByRole('button', { name: 'Start profile' }).click();
    await other.page
      .getByRole('alert')
      .getByText(/One profile runs at a time/)
      .waitFor();
    await page.getByRole('button', { name: 'Stop now' }).click();
    await page.getByRole('button', { name: 'Start profile' }).waitFor();

    expect(await other.page.getByRole('alert').innerText()).toContain('OBS_ERR_PROFILE_BUSY');
    await other.close();
  });

  // The page is the same on Fastify, where accessibility.browser.ts looks at it once.
  if (platform === 'express') {
    describe.each(themes)('in the %s theme', (theme) => {
      it.each(widths)('has nothing that axe finds where it is %i pixels wide', async (width) => {
        const pictured = await openConsole(browser, desk, { theme, width });
        for (const shown of ['left', 'time', 'sandwich']) {
          await pictured.open(`/profiles?view=${shown}&id=${await longest(view.page)}`);
          await pictured.page.locator('.profile-flame-canvas').first().waitFor();
          expect(await accessibilityFindings(pictured.page)).toEqual([]);
          await takePicture(pictured.page, `profiles-${shown}-${platform}-${theme}-${width}`);
        }
        expect(pictured.problems).toEqual([]);
        await pictured.close();
      });
    });
  }
});

describe('Where profiling is off', () => {
  it('the page says which option turns it on', async () => {
    const off = await startDesk('express', { profiling: { enabled: false } });
    const closed = await openConsole(browser, off);

    await closed.page.goto(`${off.consoleUrl}/profiles`);
    await closed.page.getByText('profiling.enabled: true').waitFor();

    expect(await closed.page.getByRole('button', { name: 'Start profile' }).count()).toBe(0);
    await closed.close();
    await closeApplications();
  });
});

/** Two seconds long, by the page, with requests and a busy function while it runs. */
async function takeProfile({ page, open }: ConsoleView): Promise<void> {
  await open('/profiles');
  await page.getByText('No profile has been taken yet').waitFor();
  await page.getByRole('spinbutton').fill('2');
  await page.getByRole('button', { name: 'Start profile' }).click();
  await page.getByText('CPU profile runs').waitFor();
  for (let id = 1; id <= 3; id++) await desk.request(`/orders/${id}`);
  freshPrimeSearch()(2_000);
  await page.getByRole('application', { name: /Flame graph/ }).waitFor({ timeout: 30_000 });
}

/** Never run, hence never optimised in the middle of its loop, which no profile would show. */
function freshPrimeSearch(): PrimeSearch['searchPrimes'] {
  let fresh!: PrimeSearch;
  jest.isolateModules(() => (fresh = require('./support/prime-search.js') as PrimeSearch));
  return fresh.searchPrimes;
}

/** The application's own by what they took, as the profile's answer has them. */
async function ownFunctions(page: Page): Promise<readonly { readonly name: string; readonly us: number }[]> {
  const { frames, nodes } = await ask<ProfileAnswer>(page, `profile?id=${await longest(page)}`);
  const took = frames.map(() => 0);
  nodes.self.forEach((us, node) => (took[nodes.frame[node]!]! += us));
  return frames
    .map(({ name, isInApp }, frame) => ({ name, isInApp, us: took[frame]! }))
    .filter(({ isInApp }) => isInApp)
    .toSorted((left, right) => right.us - left.us);
}

async function longest(page: Page): Promise<string> {
  const { profiles } = await ask<ProfilesAnswer>(page, 'profiles');
  return profiles.toSorted((left, right) => right.durationMs - left.durationMs)[0]!.id;
}

async function ask<T>(page: Page, resource: string): Promise<T> {
  return (await (await page.request.get(`${desk.consoleUrl}/api/v1/${resource}`)).json()) as T;
}
