/** How the application is, on one page: what it does now, what is slow, what fails, and how full the recorder is. */
import type { JSX } from 'preact';
import type { OverviewAnswer } from '../../../shapes/index.js';
import { useResource } from '../../app/use-resource.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { Figures } from './figures.js';
import { HealthNote } from './health-note.js';
import { LazyHistory } from './lazy-history.js';
import { LatestErrors } from './latest-errors.js';
import { Objectives } from './objectives.js';
import { Recorder } from './recorder.js';
import { Routes } from './routes.js';
import { SlowestTraces } from './slowest-traces.js';
import './overview.css';

const refreshMs = 5_000;

export default function OverviewPage(): JSX.Element {
  const overview = useResource<OverviewAnswer>(
    'overview',
    {},
    { refreshMs, on: ['traces', 'errors', 'health', 'objectives'] },
  );
  return (
    <div class="page overview">
      <PageHeader
        title="Overview"
        note={overview.value === undefined ? undefined : <HealthNote health={overview.value.health} />}
      />
      <ResourceState resource={overview}>{(answer) => <Parts answer={answer} />}</ResourceState>
    </div>
  );
}

function Parts({ answer }: { readonly answer: OverviewAnswer }): JSX.Element {
  return (
    <div class="overview-parts">
      <Figures answer={answer} />
      <Objectives objectives={answer.objectives} />
      <LazyHistory history={answer.history} />
      <div class="overview-columns">
        <Routes
          title="Slowest routes"
          note="last 5 minutes"
          routes={answer.slowestRoutes}
          emptyText="No requests in the last five minutes"
        />
        <Routes
          title="Failing routes"
          note="last 5 minutes"
          routes={answer.failingRoutes}
          emptyText="No route fails"
          status="error"
        />
        <SlowestTraces traces={answer.slowestTraces} />
        <LatestErrors groups={answer.latestErrors} />
      </div>
      <Recorder recorder={answer.recorder} />
    </div>
  );
}
