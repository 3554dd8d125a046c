/** A page of an application's or a plugin's own in the console: what it is called, what it needs, and what it shows. */

/** Where it stands in the menu. */
export type ConsolePageGroup = 'Look' | 'Measure' | 'Work' | 'Application' | 'More';

/**
 * A page of the application's own in the console. What it shows is asked for while somebody looks at it, and at no other time; it is redacted, and cut where it is large
 * (1 000 rows a table, 1 MiB in all). One that fails, or takes longer than 5 seconds, shows that in its own place and nowhere else.
 *
 * @example
 * ```ts
 * const desk: ConsolePage = {
 *   id: 'desk',
 *   title: 'Desk',
 *   description: 'What lies on the desk now.',
 *   sections: (_query, { get }) => [{ type: 'figures', figures: [{ label: 'Open', value: get(Orders).openCount() }] }],
 * };
 *
 * ObservabilityModule.forRoot({ consolePages: [desk] });
 * ```
 */
export interface ConsolePage {
  /** In its URL: lower-case letters, digits and hyphens, unlike those of the console's own pages. */
  readonly id: string;
  /** In the menu, and above the page. */
  readonly title: string;
  /** @default 'More' */
  readonly group?: ConsolePageGroup;
  /** One sentence. */
  readonly description: string;
  /** Where that is off, the page is greyed out and says which option turns it on: `cache.enabled: true`. */
  readonly requires?: { isOn(): boolean; readonly option: string };
  /**
   * What the page shows now.
   *
   * @param query whatever stands in the page's own URL
   */
  sections(
    query: URLSearchParams,
    host: ConsolePageHost,
  ): readonly ConsolePageSection[] | Promise<readonly ConsolePageSection[]>;
}

/**
 * What a page of the console may ask of the application.
 *
 * @example
 * ```ts
 * const openOrders = ({ get }: ConsolePageHost): number => get(Orders).openCount();
 * ```
 */
export interface ConsolePageHost {
  /**
   * What Nest has made of a class, whichever module provides it.
   * @throws Error where there is none
   */
  readonly get: <T extends object>(type: abstract new (...dependencies: never[]) => T) => T;
}

/**
 * A part of a page of the console: figures, a table, a text or a chart.
 *
 * @example
 * ```ts
 * const table: ConsolePageSection = {
 *   type: 'table',
 *   columns: [{ name: 'id', title: 'Order' }, { name: 'total', title: 'Total', align: 'right' }],
 *   rows: orders.open().map(({ id, total }) => ({ id, total })),
 * };
 * ```
 */
export type ConsolePageSection = ConsoleFigures | ConsoleTable | ConsoleText | ConsoleChart;

/** Single numbers or words, side by side. */
export interface ConsoleFigures {
  readonly type: 'figures';
  readonly title?: string;
  readonly figures: readonly { readonly label: string; readonly value: string | number; readonly hint?: string }[];
}

/** Rows under columns. */
export interface ConsoleTable {
  readonly type: 'table';
  readonly title?: string;
  readonly columns: readonly { readonly name: string; readonly title: string; readonly align?: 'left' | 'right' }[];
  /** By the columns' names. A cell of `{ traceId }` is a link to that trace. */
  readonly rows: readonly Readonly<Record<string, ConsoleCell>>[];
}

/** What stands in one cell of a table. */
export type ConsoleCell = string | number | boolean | null | undefined | { readonly traceId: string };

/** A text as it is. */
export interface ConsoleText {
  readonly type: 'text';
  readonly title?: string;
  /** Shown as it is, never as markup. */
  readonly text: string;
  /** In a fixed-width type, its spaces kept. @default false */
  readonly isCode?: boolean;
}

/** Lines over time. */
export interface ConsoleChart {
  readonly type: 'chart';
  readonly title?: string;
  /** `ms`, `bytes`, `requests/s`. */
  readonly unit?: string;
  /** Ascending, in milliseconds since the Unix epoch. */
  readonly timesMs: readonly number[];
  /** Each has a value for each time; null is a gap. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

export const CONSOLE_PAGE_GROUPS: readonly ConsolePageGroup[] = ['Look', 'Measure', 'Work', 'Application', 'More'];
