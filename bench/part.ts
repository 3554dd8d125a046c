/** What a part of the benchmark is, and the form in which every part gives its figures and every report reads them. */

/** One measured ratio or amount. */
export interface Figure {
  /** Stable and dotted, such as `requests.metrics.express`; budgets, trend and comparison go by it. */
  readonly id: string;
  readonly title: string;
  /** What the value is: `on ÷ off`, `× bare`, `× prom-client`, or a plain unit such as `µs`, `MiB`, `ms`. */
  readonly unit: string;
  readonly value: number;
  /** The single measurements whose median the value is. */
  readonly samples: readonly number[];
  /** Counts that prove that the work was done, and absolute figures beside the ratio. */
  readonly proof: string;
}

export interface PartOptions {
  /** Fewer pairs: enough to see a gross regression. */
  readonly isShort: boolean;
  /** The Node that is measured; every measured process is started with it. */
  readonly execPath: string;
}

/** As given on the command line: `npm run bench -- requests scrape`. */
export const partNames = ['requests', 'field', 'calls', 'scrape', 'startup', 'desk', 'rooms'] as const;
export type PartName = (typeof partNames)[number];

export interface Part {
  /** One of `partNames`. */
  readonly name: string;
  /** How it measures, in a sentence with its numbers: pairs, requests per window, processes. */
  readonly method?: string;
  measure(options: PartOptions): AsyncIterable<Figure>;
}
