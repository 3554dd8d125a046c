/** Each alert: how fast the budget burns over its two windows, against what both have to exceed. */
import type { JSX } from 'preact';
import { Badge } from '../../components/badge.js';
import { Bar } from '../../components/bar.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import { StatusMark } from '../../components/status-mark.js';
import type { Tone } from '../../components/tone.js';
import { formatNumber } from '../../format/count.js';
import type { ObjectiveRow } from '../../../shapes/index.js';

type Alert = ObjectiveRow['alerts'][number];

export function BurnTable({ row }: { readonly row: ObjectiveRow }): JSX.Element {
  return (
    <FactTable
      label={`Alerts of ${row.name}`}
      rows={row.alerts}
      columns={columnsFor(row)}
      rowKey={({ longWindow }) => longWindow}
      emptyText="There are no alerts."
    />
  );
}

function columnsFor({ burnRates }: ObjectiveRow): readonly FactColumn<Alert>[] {
  const rateOf = (window: string): number | null => burnRates.find((rate) => rate.window === window)?.rate ?? null;
  return [
    { title: 'Alert', render: (alert) => <Badge tone={badgeTone(alert)}>{isPage(alert) ? 'page' : 'ticket'}</Badge> },
    { title: 'Now', render: (alert) => <State alert={alert} /> },
    { title: 'Threshold', render: ({ threshold }) => <span class="number">{threshold} ×</span> },
    {
      title: 'Long window',
      render: ({ longWindow, threshold }) => (
        <Rate window={longWindow} rate={rateOf(longWindow)} threshold={threshold} />
      ),
    },
    {
      title: 'Short window',
      render: ({ shortWindow, threshold }) => (
        <Rate window={shortWindow} rate={rateOf(shortWindow)} threshold={threshold} />
      ),
    },
  ];
}

function isPage({ severity }: Alert): boolean {
  return severity === 'critical';
}

function firingTone(alert: Alert): Tone {
  return isPage(alert) ? 'error' : 'warn';
}

function badgeTone(alert: Alert): Tone {
  return alert.isFiring ? firingTone(alert) : 'neutral';
}

function State({ alert }: { readonly alert: Alert }): JSX.Element {
  return (
    <span class="objectives-state">
      <StatusMark status={alert.isFiring ? firingTone(alert) : 'ok'} /> {alert.isFiring ? 'would fire' : 'silent'}
    </span>
  );
}

interface RateProps {
  readonly window: string;
  readonly rate: number | null;
  readonly threshold: number;
}

/** The bar is full where the rate is twice the threshold; the mark in its middle is the threshold. */
function Rate({ window, rate, threshold }: RateProps): JSX.Element {
  const isOver = (rate ?? 0) > threshold;
  return (
    <span class="objectives-rate">
      <span class="quiet">{window}</span>
      <span class="objectives-rate-bar">
        <Bar value={rate ?? 0} max={2 * threshold} tone={isOver ? 'error' : 'accent'} />
      </span>
      <span class="number">
        {formatNumber(rate === null ? null : Number(rate.toPrecision(3)))} ×
        {isOver ? <span class="unseen"> over the threshold</span> : null}
      </span>
    </span>
  );
}
