/** Metrics: everything that is measured, as a tree to search, and one of them over time. */
import type { JSX } from 'preact';
import { location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { formatPlural } from '../../format/count.js';
import type { MetricsAnswer } from '../../../shapes/index.js';
import { MetricTree } from './metric-tree.js';
import { MetricView } from './metric-view.js';
import './metrics.css';

/** New metrics come seldom. */
const REFRESH_MS = 15_000;

export default function MetricsPage(): JSX.Element {
  const list = useResource<MetricsAnswer>('metrics', {}, { refreshMs: REFRESH_MS });
  const name = location.value.params.get('name');
  return (
    <div class="page">
      <PageHeader title="Metrics" note={list.value && noteOf(list.value)} />
      <ResourceState resource={list}>
        {({ metrics, maxSeries }) => (
          <div class="metrics">
            <details class="metrics-side" open={name === null || hasRoom()}>
              <summary>All metrics</summary>
              <MetricTree metrics={metrics} selected={name} />
            </details>
            <div class="metrics-main">
              {name === null ? (
                <EmptyState title="Choose a metric">
                  Counters are shown as rates, histograms as percentiles and a heat map; dots lead to traces.
                </EmptyState>
              ) : (
                <MetricView key={name} name={name} maxSeries={maxSeries} />
              )}
            </div>
          </div>
        )}
      </ResourceState>
    </div>
  );
}

/** Where there is little, the tree makes way for what was chosen in it. */
function hasRoom(): boolean {
  return matchMedia('(min-width: 56rem)').matches;
}

function noteOf({ metrics, keptSeries, omittedSeries }: MetricsAnswer): string {
  const kept = `${formatPlural(metrics.length, 'metric')}, ${formatPlural(keptSeries, 'series', 'series')} kept`;
  return omittedSeries === 0
    ? kept
    : `${kept}, ${formatPlural(omittedSeries, 'series', 'series')} without room (console.maxSeries)`;
}
