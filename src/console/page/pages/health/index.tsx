/** Health: what the probes say, every check now, and how each went since the start. */
import type { JSX } from 'preact';
import { location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { Panel } from '../../components/panel.js';
import { ResourceState } from '../../components/resource-state.js';
import { formatPlural } from '../../format/count.js';
import type { CheckRow, HealthAnswer } from '../../../shapes/index.js';
import { CheckDetails } from './check-details.js';
import { CheckList } from './check-list.js';
import { ProbeRow } from './probe-row.js';
import './health.css';

/** Checks are run when somebody asks; the stream tells of changes only. */
const refreshMs = 5_000;

export default function HealthPage(): JSX.Element {
  const resource = useResource<HealthAnswer>('health', {}, { refreshMs, on: ['health'] });
  return (
    <div class="page">
      <PageHeader title="Health" note={resource.value && noteOf(resource.value.checks)} />
      <ResourceState resource={resource}>{(health) => <HealthNow health={health} />}</ResourceState>
    </div>
  );
}

function HealthNow({ health }: { readonly health: HealthAnswer }): JSX.Element {
  const selected = location.value.params.get('check');
  const check = health.checks.find(({ name }) => name === selected);
  return (
    <div class="health">
      <ProbeRow health={health} />
      <ChecksOf kind="readiness" title="Readiness checks" health={health} selected={selected} />
      <ChecksOf kind="startup" title="Startup checks" health={health} selected={selected} />
      {health.checks.length === 0 ? <NoChecks /> : null}
      {check === undefined ? null : <CheckDetails check={check} />}
    </div>
  );
}

interface ChecksOfProps {
  readonly kind: CheckRow['kind'];
  readonly title: string;
  readonly health: HealthAnswer;
  readonly selected: string | null;
}

function ChecksOf({ kind, title, health, selected }: ChecksOfProps): JSX.Element | null {
  const checks = health.checks.filter((check) => check.kind === kind);
  if (checks.length === 0) return null;
  return (
    <Panel title={title} note={formatPlural(checks.length, 'check')}>
      <CheckList label={title} checks={checks} selected={selected} health={health} />
    </Panel>
  );
}

function NoChecks(): JSX.Element {
  return (
    <EmptyState title="Nothing is checked">
      <p>
        Let a provider join in with <code>@HealthContributor()</code> on a method, or turn on one of the checks below{' '}
        <code>health</code> in the options. Databases, Redis and brokers that Nest provides are found by themselves.
      </p>
    </EmptyState>
  );
}

function noteOf(checks: readonly CheckRow[]): string {
  const down = checks.filter(({ state }) => state === 'down').length;
  const degraded = checks.filter(({ state }) => state === 'degraded').length;
  const parts = [down > 0 && `${down} down`, degraded > 0 && `${degraded} degraded`].filter(Boolean);
  return parts.length === 0 ? formatPlural(checks.length, 'check') : `${parts.join(', ')} of ${checks.length}`;
}
