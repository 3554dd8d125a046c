/**
 * The console's own pages in one list: where they stand in the menu, what they show, and what they need to be there. A page is drawn by
 * its folder of `page/pages/`, or made of sections as an application's own.
 */
import type { ConsolePage, ResolvedConfig } from '../config/index.js';
import type { PageEntry, PageGroup } from './shapes/index.js';

/** What pages may need. */
export interface MenuSurroundings {
  readonly config: Pick<ResolvedConfig, 'traces' | 'logs' | 'metrics' | 'health' | 'profiling'>;
  readonly objectives: object | undefined;
  readonly capture: object | undefined;
}

interface DrawnPage {
  readonly id: string;
  readonly title: string;
  readonly group: PageGroup;
  readonly description: string;
  readonly needs?: Need;
}

interface Need {
  readonly option: string;
  readonly isMet: (surroundings: MenuSurroundings) => boolean;
}

const TRACES: Need = { option: 'traces.enabled: true', isMet: ({ config }) => config.traces.isEnabled };
const LOGS: Need = { option: 'logs.enabled: true', isMet: ({ config }) => config.logs.isEnabled };
const METRICS: Need = { option: 'metrics.enabled: true', isMet: ({ config }) => config.metrics.isEnabled };
const HEALTH: Need = { option: 'health.enabled: true', isMet: ({ config }) => config.health.isEnabled };
const PROFILES: Need = { option: 'profiling.enabled: true', isMet: ({ config }) => config.profiling.isEnabled };
const OBJECTIVES: Need = {
  option: "slos: [{ name: 'orders', objective: 0.999 }]",
  isMet: ({ objectives }) => objectives !== undefined,
};
const CAPTURES: Need = {
  option: "capture: { rules: [{ when: 'failed' }] }",
  isMet: ({ capture }) => capture !== undefined,
};

const OWN_PAGES: readonly (DrawnPage | ConsolePage)[] = [
  { id: 'overview', title: 'Overview', group: 'Look', description: 'How the application is right now.' },
  { id: 'traces', title: 'Traces', group: 'Look', description: 'What happened, one row each.', needs: TRACES },
  { id: 'logs', title: 'Logs', group: 'Look', description: 'Lines as they were written.', needs: LOGS },
  { id: 'errors', title: 'Errors', group: 'Look', description: 'Failures, those of one kind together.' },
  { id: 'metrics', title: 'Metrics', group: 'Measure', description: 'Rates, quantiles and values.', needs: METRICS },
  {
    id: 'health',
    title: 'Health',
    group: 'Measure',
    description: 'Checks and probes, and how they went.',
    needs: HEALTH,
  },
  {
    id: 'objectives',
    title: 'Objectives',
    group: 'Measure',
    description: 'Error budgets and what burns them.',
    needs: OBJECTIVES,
  },
  { id: 'profiles', title: 'Profiles', group: 'Measure', description: 'Where time and memory go.', needs: PROFILES },
  { id: 'ai', title: 'AI', group: 'Work', description: 'Calls of models, their tokens and cost.', needs: METRICS },
  {
    id: 'journeys',
    title: 'Journeys',
    group: 'Work',
    description: 'How far they come, stage by stage.',
    needs: METRICS,
  },
  {
    id: 'events',
    title: 'Events',
    group: 'Work',
    description: 'Messages and jobs by what caused them.',
    needs: TRACES,
  },
  {
    id: 'application',
    title: 'Application',
    group: 'Application',
    description: 'What it is made of and how it is set up.',
  },
  {
    id: 'captures',
    title: 'Captures',
    group: 'Application',
    description: 'Requests and answers that were kept.',
    needs: CAPTURES,
  },
];

/** Pages of one thing, which another page leads to. */
const DETAIL_PAGES = ['trace', 'error', 'capture'];

/** No pages, or not yet. */
const OTHER_ADDRESSES = ['api', 'assets', 'profile'];

/** What is made of sections is asked for them on the server. */
export const sectionPages: readonly ConsolePage[] = OWN_PAGES.filter((page) => 'sections' in page);

export function drawnPages(surroundings: MenuSurroundings): readonly PageEntry[] {
  const drawn = OWN_PAGES.filter((page): page is DrawnPage => !('sections' in page));
  return drawn.map(({ id, title, group, description, needs }) => {
    const isOn = needs?.isMet(surroundings) ?? true;
    return { id, title, group, description, isOn, enableWith: isOn ? null : needs!.option, isCustom: false };
  });
}

/** Whether no page of an application's may have this id. */
export function isOwnAddress(id: string): boolean {
  return pageIds(OTHER_ADDRESSES).includes(id);
}

/** The last part of every address at which a page may be opened. */
export function pageIds(customIds: readonly string[]): readonly string[] {
  return [...new Set([...OWN_PAGES.map(({ id }) => id), ...DETAIL_PAGES, ...customIds])];
}
