/** Which figures stand together in which chart. */

export interface Panel {
  readonly title: string;
  /** Matches ids of figures. */
  readonly figures: RegExp;
}

export interface ChartPlan {
  readonly heading: string;
  /** How to read it. */
  readonly lead: string;
  /** What titles of figures say beside their contender. */
  readonly said: string;
  /** Figures in other units have no place on its axis. */
  readonly units: readonly string[];
  readonly scale: 'linear' | 'log';
  readonly baseline: number;
  /** The cheapest first; else in the order of measurement. */
  readonly isSorted: boolean;
  /** Panels share one axis. */
  readonly panels: readonly Panel[];
}

export const chartPlans: readonly ChartPlan[] = [
  {
    heading: 'A request beside the field',
    lead: 'CPU time of a hello-world request, × bare Nest; logarithmic.',
    said: ': CPU per request',
    units: ['× bare'],
    scale: 'log',
    baseline: 1,
    isSorted: true,
    panels: [
      { title: 'Express', figures: /^field\.[^.]+\.express\.cpu$/ },
      { title: 'Fastify', figures: /^field\.[^.]+\.fastify\.cpu$/ },
    ],
  },
  {
    heading: 'A request with the module on ÷ off',
    lead: 'CPU time per request in one process whose handlers are switched on and off.',
    said: '',
    units: ['on ÷ off', '× bare'],
    scale: 'linear',
    baseline: 1,
    isSorted: false,
    panels: [
      { title: 'Express', figures: /^requests\.[^.]+\.express$/ },
      { title: 'Fastify', figures: /^requests\.[^.]+\.fastify$/ },
    ],
  },
  {
    heading: 'A decorated call',
    lead: 'Time per call, × a wrapper that only calls through; eight methods in turn; logarithmic.',
    said: '',
    units: ['× a wrapper that does nothing'],
    scale: 'log',
    baseline: 1,
    isSorted: true,
    panels: [
      { title: 'sync', figures: /^calls\..+\.sync$/ },
      { title: 'async', figures: /^calls\..+\.async$/ },
    ],
  },
  {
    heading: 'A scrape',
    lead: 'Time of one scrape, × `registry.metrics()` of prom-client with the same series.',
    said: 'scrape of ',
    units: ['× prom-client'],
    scale: 'linear',
    baseline: 0,
    isSorted: false,
    panels: [
      { title: 'counters', figures: /^scrape\.(opentelemetry-)?counters\./ },
      { title: 'histograms', figures: /^scrape\.(opentelemetry-)?histograms\./ },
      { title: 'over a socket', figures: /^scrape\.socket\./ },
    ],
  },
  {
    heading: 'How long a scrape blocks',
    lead: 'The longest block of the event loop by one scrape, beside garbage collection, in milliseconds.',
    said: 'longest block of the event loop by a scrape of ',
    units: ['ms'],
    scale: 'linear',
    baseline: 0,
    isSorted: false,
    panels: [{ title: 'by size', figures: /^scrape\.block\./ }],
  },
  {
    heading: 'Memory of metrics',
    lead: 'Peak of one scrape, and what is kept per series, × prom-client.',
    said: 'peak memory of a ',
    units: ['× prom-client'],
    scale: 'linear',
    baseline: 0,
    isSorted: false,
    panels: [
      { title: 'peak', figures: /^scrape\.memory\./ },
      { title: 'kept', figures: /^heap\./ },
    ],
  },
  {
    heading: 'Start-up',
    lead: 'From the start of the process to its first answer, × bare Nest.',
    said: 'start, ',
    units: ['× bare'],
    scale: 'linear',
    baseline: 1,
    isSorted: true,
    panels: [{ title: 'process', figures: /^startup\./ }],
  },
];
