/** Everything that is known of a request on one platform, contender by contender. */
import type { Figure } from '../part.js';
import { amount } from './amount.js';
import type { Measured } from './budget-table.js';
import type { Table } from './table.js';
import { platformNames, type Platform } from './budgets.js';

const columns = [
  { suffix: 'cpu', heading: 'CPU × bare' },
  { suffix: 'throughput', heading: 'requests per second × bare' },
  { suffix: 'p99', heading: 'p99 × bare' },
  { suffix: 'exported', heading: 'exported, bytes a request' },
  { suffix: 'rss', heading: 'memory, MiB' },
] as const;

/** No rows where nothing of the field was measured. The cheapest first. */
export function fieldTable(platform: Platform, { figures }: Measured): Table {
  const cpu = [...figures.values()].filter(({ id }) => new RegExp(`^field\\.[^.]+\\.${platform}\\.cpu$`).test(id));
  return {
    header: ['contender', ...columns.map(({ heading }) => heading)],
    rows: cpu.toSorted((a, b) => a.value - b.value).map((figure) => row(figure, platform, figures)),
  };
}

function row({ id, title }: Figure, platform: Platform, figures: ReadonlyMap<string, Figure>): string[] {
  const contender = title.split(`, ${platformNames[platform]}`)[0]!;
  const values = columns.map(({ suffix }) => figures.get(id.replace(/cpu$/, suffix))?.value);
  return [contender, ...values.map((value) => (value === undefined ? '–' : amount(value)))];
}
