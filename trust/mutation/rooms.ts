/** The rooms whose tests are tried, and the tests made for each. */

export const roomNames = ['slo', 'security', 'kernel', 'config', 'metrics'] as const;
export type RoomName = (typeof roomNames)[number];

/** Below src/ is the code of a room, and beside it the specs; of test/, what was made for it and starts no application. */
export const moreSpecs: Readonly<Record<RoomName, readonly string[]>> = {
  slo: [],
  security: ['test/security/redaction.spec.ts'],
  kernel: [],
  config: ['test/docs/configuration.spec.ts'],
  metrics: [],
};

/** Titles begin so. They simulate days, flood, or measure time: a second each, times thousands of mutants. */
export const slowTests: readonly string[] = [
  'CountHistory agrees with Prometheus',
  'Objectives spend the budget in exactly the window',
  'Objectives page for the slower pair',
  'observeMethod survives a recursion',
  'what nobody ever consumes is canceled',
  'an era does not keep the method',
  'an era tells those that are still there',
  'redactText shows nothing of a secret on which a text was cut',
  'redactValue bounds the whole',
  'scrubSql takes linear time',
  'scrubSql lets no literal survive',
  'Time is in proportion to the text',
  'the environment points at the right name',
  'The page over several processes is that of one process',
  'A long page',
  'Our page beside the one of prom-client',
  'RowIndex agrees with a map',
  "prom-client's garbage collections are all counted",
  'RuntimeMetrics measures delay since the last scrape',
  'SeriesTable folds 10 000 values',
];
