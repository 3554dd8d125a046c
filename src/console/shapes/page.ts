/** A page in the menu, and the few forms in which a page of a plugin or an application shows its data. */

export type PageGroup = 'Look' | 'Measure' | 'Work' | 'Application' | 'More';

export interface PageEntry {
  /** In the URL; letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  readonly group: PageGroup;
  /** False where what it shows is off: it is greyed out then, with `enableWith`. */
  readonly isOn: boolean;
  /** The option that turns it on, such as `traces.enabled: true`; null where nothing is missing. */
  readonly enableWith: string | null;
  /** One sentence. */
  readonly description: string;
  /** Made of sections, see `PageAnswer`; the others have a form of their own. */
  readonly isCustom: boolean;
}

/** `GET page?id=` and whatever else stands in the page's own URL. */
export interface PageAnswer {
  readonly version: 1;
  readonly sections: readonly PageSection[];
}

export type PageSection = FiguresSection | TableSection | TextSection | ChartSection;

export interface FiguresSection {
  readonly type: 'figures';
  readonly title?: string;
  readonly figures: readonly { readonly label: string; readonly value: string | number; readonly hint?: string }[];
}

export interface TableSection {
  readonly type: 'table';
  readonly title?: string;
  readonly columns: readonly { readonly name: string; readonly title: string; readonly align?: 'left' | 'right' }[];
  /** At most 1 000; a cell may name a trace, which is then a link. */
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null | { readonly traceId: string }>>[];
  /** Rows that had no room. */
  readonly omittedRows: number;
}

export interface TextSection {
  readonly type: 'text';
  readonly title?: string;
  /** Text, never markup. */
  readonly text: string;
  readonly isCode?: boolean;
}

export interface ChartSection {
  readonly type: 'chart';
  readonly title?: string;
  readonly unit?: string;
  /** Each series has as many values as there are times. */
  readonly timesMs: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}
