/** Routes with what they take and how often they fail; each leads to its traces. */
import { Fragment, type JSX } from 'preact';
import type { RouteFigures } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { Bar } from '../../components/bar.js';
import { Panel } from '../../components/panel.js';
import { formatRate, formatShare } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { routeParams } from './route-query.js';

interface RoutesProps {
  readonly title: string;
  readonly note: string;
  readonly routes: readonly RouteFigures[];
  readonly emptyText: string;
  /** Which of a route's traces its link opens. @default all */
  readonly status?: 'error';
}

export function Routes({ title, note, routes, emptyText, status }: RoutesProps): JSX.Element {
  const slowestMs = Math.max(...routes.map(({ p95Ms }) => p95Ms ?? 0), 0);
  return (
    <Panel title={title} note={note}>
      {routes.length === 0 ? <p class="quiet">{emptyText}.</p> : <Heads />}
      <ul class="overview-list">
        {routes.map((figures) => (
          <RouteRow
            key={`${figures.method} ${figures.route}`}
            figures={figures}
            slowestMs={slowestMs}
            status={status}
          />
        ))}
      </ul>
    </Panel>
  );
}

/** For the eye; a reader of lists hears what each figure is by its row. */
function Heads(): JSX.Element {
  return (
    <div class="overview-row overview-heads quiet" aria-hidden="true">
      <span>Route</span>
      <span class="overview-figure">p95</span>
      <span class="overview-figure">rate</span>
      <span class="overview-figure">failed</span>
    </div>
  );
}

interface RouteRowProps {
  readonly figures: RouteFigures;
  readonly slowestMs: number;
  readonly status: 'error' | undefined;
}

function RouteRow({ figures, slowestMs, status }: RouteRowProps): JSX.Element {
  const { method, route, requestsPerSecond, errorRatio, p95Ms } = figures;
  return (
    <li class="overview-row">
      <Link page="traces" params={routeParams(figures, status && { status })} class="mono overview-route">
        {method} {breakable(route)}
      </Link>
      <span class="overview-row-bar">
        <Bar value={p95Ms ?? 0} max={slowestMs} />
      </span>
      <span class="number overview-figure">{formatDuration(p95Ms)}</span>
      <span class="number quiet overview-figure">{formatRate(requestsPerSecond)}</span>
      <span class="number overview-figure">
        {errorRatio === 0 ? <span class="quiet">0&nbsp;%</span> : <Failing figures={figures} />}
      </span>
    </li>
  );
}

/** Breaks before a slash where it is too long for a line. */
function breakable(route: string): readonly JSX.Element[] {
  return route.split(/(?=\/)/).map((part, place) => (
    <Fragment key={place}>
      <wbr />
      {part}
    </Fragment>
  ));
}

function Failing({ figures }: { readonly figures: RouteFigures }): JSX.Element {
  const share = formatShare(figures.errorRatio);
  return (
    <Link
      page="traces"
      params={routeParams(figures, { status: 'error' })}
      class="overview-failing"
      title={`${share} of its requests fail`}
    >
      {share}
    </Link>
  );
}
