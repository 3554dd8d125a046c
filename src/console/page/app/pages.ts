/** The pages by their id, each loaded when it is first opened: a folder of pages/ is a page. */
import type { ComponentType } from 'preact';
import type { PageEntry, SessionAnswer } from '../../shapes/index.js';

export type PageComponent = ComponentType;

/** A page without a place of its own in the menu belongs to one that has it. */
const menuIdOf: Readonly<Record<string, string>> = {
  trace: 'traces',
  error: 'errors',
  capture: 'captures',
};

/** Where in the menu a page stands. */
export function menuId(page: string): string {
  return menuIdOf[page] ?? page;
}

/** What the menu says about a page; undefined where there is none. */
export function entryOf({ pages }: SessionAnswer, page: string): PageEntry | undefined {
  return pages.find(({ id }) => id === page) ?? pages.find(({ id }) => id === menuIdOf[page]);
}

/** Rejects where its script cannot be had. Those of plugins and applications are all drawn by one, from their sections. */
export async function loadPage(page: string, { isCustom }: PageEntry): Promise<PageComponent> {
  const folder = isCustom ? 'custom' : page;
  const module = (await import(`../pages/${folder}/index.tsx`)) as { readonly default: PageComponent };
  return module.default;
}
