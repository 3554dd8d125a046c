/**
 * What somebody on call looks at first: is it broken (one line of numbers), since when (over time), where (by route), and
 * is it us or what we depend on.
 */
import type { MetricDefinition } from '../../kernel/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import { aiCostToday } from './ai.js';
import type { DashboardPlan } from './dashboard.js';
import { errorShare, httpRequests, type HttpRequests } from './http-requests.js';
import { evenly } from './layout.js';
import { heatmapPanel, percentilePanel, ratePanel, valuePanel, type MetricPanels } from './metric-panels.js';
import type { PanelDraft, Section } from './model.js';
import { colors } from './panel-frame.js';
import { stat, timeseries } from './panels.js';
import { table, withOverride } from './tables.js';
import { PanelQueries } from './panel-queries.js';
import { residentMemory } from './runtime.js';
import { describe } from './titles.js';

export function overviewPlan(input: ProvisioningInput): DashboardPlan {
  const context = { queries: new PanelQueries(input), prefix: input.prefix };
  const http = httpRequests(context.queries);
  return {
    name: 'overview',
    title: 'Overview',
    description: 'Is it broken, since when, where, and is it us or what we depend on.',
    sections: [
      { title: undefined, panels: evenly(rightNow(context, http), 6) },
      ...(http === undefined ? [] : [traffic(context, http)]),
      { title: 'What we depend on', panels: evenly(drawn(dependencies, context)) },
      { title: 'Work that waits', panels: evenly(drawn(backlog, context)) },
      { title: 'AI', panels: evenly(drawn(ai, context), 2) },
      { title: 'The process', panels: evenly(theProcessNow(context)) },
    ],
  };
}

function rightNow(context: MetricPanels, http: HttpRequests | undefined): PanelDraft[] {
  const { queries, prefix } = context;
  const ready = queries.find('app_ready');
  const sessions = queries.find('sessions_active');
  return [
    ...(http === undefined ? [] : goldenSignals(queries, http)),
    ...(sessions === undefined ? [] : [nowPanel('Active sessions', sessions, context)]),
    ...aiCostToday(context),
    ...(ready === undefined
      ? []
      : [
          stat({
            title: 'Ready',
            description: `Share of the instances that take traffic. ${describe(ready, prefix)}`,
            unit: 'percentunit',
            queries: [{ expr: `avg(${queries.selector(ready)})`, legend: 'ready' }],
            thresholds: [0.5, 1],
            isGoodWhenHigh: true,
          }),
        ]),
  ];
}

function goldenSignals(queries: PanelQueries, http: HttpRequests): PanelDraft[] {
  const noValue = 'no traffic';
  return [
    stat({
      title: 'Requests per second',
      description: 'Requests that ended, on all instances chosen above.',
      unit: 'reqps',
      queries: [{ expr: queries.rate(http.duration), legend: 'requests' }],
    }),
    stat({
      title: 'Error rate',
      description: 'Share of the requests answered with 5xx. Amber from 1 %, red from 5 %.',
      unit: 'percentunit',
      queries: [{ expr: errorShare(queries, http), legend: 'errors' }],
      thresholds: [0.01, 0.05],
      noValue,
    }),
    stat({
      title: 'p95 latency',
      description: 'Nineteen of twenty requests were faster. Amber from 1 s, red from 2 s.',
      unit: 's',
      queries: [{ expr: queries.quantile(0.95, http.duration), legend: 'p95' }],
      thresholds: [1, 2],
      noValue,
    }),
  ];
}

function nowPanel(title: string, definition: MetricDefinition, { queries, prefix }: MetricPanels): PanelDraft {
  const description = describe(definition, prefix);
  return stat({ title, description, unit: 'short', queries: [{ expr: queries.value(definition), legend: title }] });
}

function traffic(context: MetricPanels, http: HttpRequests): Section {
  const { queries } = context;
  const failures = { matchers: [http.failed] };
  return {
    title: 'Requests',
    panels: [
      timeseries({
        title: 'Requests and errors per second',
        description: 'Errors are answers with 5xx.',
        unit: 'reqps',
        queries: [
          { expr: queries.rate(http.duration), legend: 'requests' },
          { expr: `${queries.rate(http.duration, failures)} or vector(0)`, legend: 'errors', color: colors.red },
        ],
      }),
      timeseries({
        title: 'Error rate',
        description: 'Share of the requests answered with 5xx.',
        unit: 'percentunit',
        queries: [{ expr: errorShare(queries, http), legend: 'errors', color: colors.red }],
      }),
      percentilePanel(http.duration, context),
      heatmapPanel(http.duration, context),
      routes(queries, http),
    ],
  };
}

function routes(queries: PanelQueries, http: HttpRequests): PanelDraft {
  const { duration, route } = http;
  const period = { by: [route], over: '$__range' };
  return table({
    title: 'Routes',
    description: 'The busiest routes of the period shown: how often, how many failed, how slow.',
    unit: 'reqps',
    width: 24,
    key: [route],
    queries: [
      { expr: queries.rate(duration, period), legend: 'Requests' },
      { expr: errorShare(queries, http, period), legend: 'Failed' },
      { expr: queries.quantile(0.95, duration, period), legend: 'p95' },
    ],
    overrides: [withOverride('Failed', 'percentunit'), withOverride('p95', 's')],
  });
}

type Draw = (definition: MetricDefinition, context: MetricPanels) => PanelDraft;

const dependencies: Readonly<Record<string, Draw>> = {
  transport_errors_total: ratePanel,
  http_client_request_duration_seconds: percentilePanel,
  transport_first_byte_seconds: percentilePanel,
  db_query_duration_seconds: percentilePanel,
  db_client_operation_duration_seconds: percentilePanel,
  health_check_up: valuePanel,
};

const backlog: Readonly<Record<string, Draw>> = {
  events_pending: valuePanel,
  queue_depth: valuePanel,
  rate_limit_hits_total: ratePanel,
};

const ai: Readonly<Record<string, Draw>> = {
  ai_tokens_total: ratePanel,
  ai_cost_cents_total: ratePanel,
};

const theProcess: Readonly<Record<string, Draw>> = {
  nodejs_eventloop_delay_seconds: valuePanel,
  log_messages_total: ratePanel,
};

/** prom-client's metrics come and go with ours. */
function theProcessNow(context: MetricPanels): PanelDraft[] {
  const hasRuntime = context.queries.find('nodejs_eventloop_delay_seconds') !== undefined;
  return [...drawn(theProcess, context), ...(hasRuntime ? [residentMemory(context)] : [])];
}

/** Those of them that the application has. */
function drawn(panels: Readonly<Record<string, Draw>>, context: MetricPanels): PanelDraft[] {
  return Object.entries(panels).flatMap(([name, draw]) => {
    const definition = context.queries.find(name);
    return definition === undefined ? [] : [draw(definition, context)];
  });
}
