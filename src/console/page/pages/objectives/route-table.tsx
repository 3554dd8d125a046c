/** Which routes burn the budget, each a way to its traces. */
import type { JSX } from 'preact';
import { Link } from '../../app/router.js';
import { Bar } from '../../components/bar.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import { formatCount } from '../../format/count.js';
import type { ObjectiveRow } from '../../../shapes/index.js';
import { burningRoutes, queryOf, wholePercent } from './objective-facts.js';

type Route = ObjectiveRow['routes'][number];

export function RouteTable({ row }: { readonly row: ObjectiveRow }): JSX.Element {
  const shares = new Map(burningRoutes(row).map(({ name, share }) => [name, share]));
  return (
    <FactTable
      label={`Routes of ${row.name}`}
      rows={row.routes}
      columns={columnsFor((name) => shares.get(name) ?? 0)}
      rowKey={({ name }) => name}
      emptyText="No request has counted for it yet."
    />
  );
}

function columnsFor(shareOf: (name: string) => number): readonly FactColumn<Route>[] {
  return [
    { title: 'Route', render: ({ name }) => <RouteLink name={name} /> },
    { title: 'Burnt', render: ({ name }) => <Share share={shareOf(name)} /> },
    { title: 'Bad', align: 'right', render: ({ bad }) => formatCount(bad) },
    { title: 'Good', align: 'right', render: ({ good }) => formatCount(good) },
  ];
}

function RouteLink({ name }: { readonly name: string }): JSX.Element {
  return (
    <Link page="traces" params={{ q: queryOf(name) }} class="mono" title="Its traces">
      {name}
    </Link>
  );
}

function Share({ share }: { readonly share: number }): JSX.Element {
  return (
    <span class="objectives-share">
      <Bar value={share} max={1} tone={share > 0 ? 'error' : 'neutral'} />
      <span class="number">{wholePercent(share)}</span>
    </span>
  );
}
