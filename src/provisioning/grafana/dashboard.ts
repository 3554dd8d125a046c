/** Puts a dashboard together: identity, variables, links to its siblings and to the other signals, deployments, panels. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { slugOf } from '../slug.js';
import { metricsSource, signalLinks } from './data-sources.js';
import { placed } from './layout.js';
import type { Annotation, Dashboard, Link, PanelDraft, Section } from './model.js';
import { PanelQueries } from './panel-queries.js';
import { variables, type LabelFilter } from './variables.js';

/** Grafana 12; 11 reads it too. */
const SCHEMA_VERSION = 41;
const LONGEST_UID = 40;

export interface DashboardPlan {
  /** File name and last part of the uid. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly sections: readonly Section[];
  /** Labels of the dashboard's metrics that a reader may narrow. */
  readonly filters?: readonly LabelFilter[];
  /** The period at first. */
  readonly from?: string;
  readonly refresh?: string;
}

export function dashboardFile(plan: DashboardPlan, input: ProvisioningInput): GeneratedFile {
  return {
    path: `grafana/dashboards/${plan.name}.json`,
    text: `${JSON.stringify(dashboardOf(plan, input), null, 2)}\n`,
  };
}

export function dashboardOf(plan: DashboardPlan, input: ProvisioningInput): Dashboard {
  const { service } = input;
  const queries = new PanelQueries(input);
  return {
    uid: dashboardUid(service.name, plan.name),
    title: `${service.name} / ${plan.title}`,
    description: plan.description,
    tags: ['nestjs-observability', service.name],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: plan.refresh ?? '30s',
    timezone: 'browser',
    time: { from: plan.from ?? 'now-1h', to: 'now' },
    templating: { list: variables(input, anchorOf(input), plan.filters ?? []) },
    annotations: { list: [alertsAndNotes, ...deployments(queries)] },
    links: [siblings(service.name)],
    panels: placed(plan.sections.map((section) => linked(section, service.name))),
  };
}

/** Stable, so that a link to a dashboard lives as long as the service's name; Grafana takes 40 characters. */
export function dashboardUid(service: string, name: string): string {
  const end = `-${name}`;
  return `${slugOf(service).slice(0, Math.max(0, LONGEST_UID - end.length))}${end}`.slice(-LONGEST_UID);
}

function anchorOf({ definitions, prefix }: ProvisioningInput): string {
  const anchor = definitions.find(({ name }) => name === 'app_info') ?? definitions[0];
  return anchor === undefined ? 'up' : `${prefix}${anchor.name}${anchor.type === 'histogram' ? '_count' : ''}`;
}

function linked(section: Section, service: string): Section {
  const links = signalLinks(service);
  const withLinks = (panel: PanelDraft): PanelDraft => ({ ...panel, links: [...panel.links, ...links] });
  return { ...section, panels: section.panels.map(withLinks) };
}

const alertsAndNotes: Annotation = {
  name: 'Annotations and alerts',
  builtIn: 1,
  type: 'dashboard',
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  enable: true,
  hide: true,
  iconColor: '#5B8FF9',
};

/** A version that was not there five minutes ago. */
function deployments(queries: PanelQueries): Annotation[] {
  const info = queries.find('app_info');
  if (info === undefined) return [];
  const versions = `count by (version) (${queries.selector(info)}`;
  return [
    {
      name: 'Deployments',
      datasource: metricsSource,
      enable: true,
      hide: false,
      iconColor: '#9B7EDE',
      expr: `${versions}) unless ${versions} offset 5m)`,
      step: '60s',
      titleFormat: 'Version {{version}}',
      textFormat: 'First seen',
    },
  ];
}

function siblings(service: string): Link {
  return {
    title: service,
    type: 'dashboards',
    tags: ['nestjs-observability', service],
    asDropdown: true,
    includeVars: true,
    keepTime: true,
    targetBlank: false,
    icon: 'dashboard',
    tooltip: 'The other dashboards of this service',
    url: '',
  };
}
