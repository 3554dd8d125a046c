/** One page as it looks in a theme and at a width: axe-core finds nothing, the browser complains of nothing, and a picture is kept. */
import type { Browser } from 'playwright-core';
import { accessibilityFindings } from './accessibility.js';
import { takePicture } from './artefacts.js';
import { openConsole, type ViewOptions } from './browser.js';
import type { Desk } from './desk.js';

export interface Look extends Required<ViewOptions> {
  /** Below the console's address. */
  readonly path: string;
  /** What is there once the page is: a selector. */
  readonly ready: string;
  /** `metrics-express` */
  readonly picture: string;
}

export async function expectWellMade(browser: Browser, desk: Desk, look: Look): Promise<void> {
  const { path, ready, picture, theme, width } = look;
  const view = await openConsole(browser, desk, { theme, width });
  await view.open(path);
  await view.page.locator(ready).first().waitFor();
  expect(await accessibilityFindings(view.page)).toEqual([]);
  await takePicture(view.page, `${picture}-${theme}-${width}`);
  expect(view.problems).toEqual([]);
  await view.close();
}
