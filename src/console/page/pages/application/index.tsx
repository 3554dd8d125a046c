/** Application: what it is made of, what runs by itself, how it is set up, and how its telemetry gets out. */
import type { JSX } from 'preact';
import { location, setParams } from '../../app/router.js';
import { useResource, type Resource } from '../../app/use-resource.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { Tabs } from '../../components/tabs.js';
import type { ApplicationAnswer } from '../../../shapes/index.js';
import { ConfigTab } from './config-tab.js';
import { ExportersTab } from './exporters-tab.js';
import { LoggersTab } from './loggers-tab.js';
import { ModulesTab } from './modules-tab.js';
import { RoutesTab } from './routes-tab.js';
import { QueuesTab, SchedulesTab } from './work-tabs.js';
import './application.css';

/** Only figures of queues and exporters move. */
const refreshMs = 10_000;

interface TabRow {
  readonly id: string;
  readonly title: string;
  readonly render: (application: ApplicationAnswer, reload: () => void) => JSX.Element;
}

const tabs: readonly TabRow[] = [
  { id: 'routes', title: 'Routes', render: ({ routes }) => <RoutesTab routes={routes} /> },
  { id: 'modules', title: 'Modules', render: ({ modules }) => <ModulesTab modules={modules} /> },
  { id: 'schedules', title: 'Schedules', render: ({ schedules }) => <SchedulesTab schedules={schedules} /> },
  { id: 'queues', title: 'Queues', render: ({ queues }) => <QueuesTab queues={queues} /> },
  { id: 'configuration', title: 'Configuration', render: ({ config }) => <ConfigTab config={config} /> },
  {
    id: 'loggers',
    title: 'Loggers',
    render: (application, reload) => <LoggersTab application={application} onChanged={reload} />,
  },
  {
    id: 'exporters',
    title: 'Exporters',
    render: ({ exporters, drops }) => <ExportersTab exporters={exporters} drops={drops} />,
  },
];

export default function ApplicationPage(): JSX.Element {
  const resource = useResource<ApplicationAnswer>('application', {}, { refreshMs });
  const asked = location.value.params.get('tab');
  const tab = tabs.find(({ id }) => id === asked) ?? tabs[0]!;
  return (
    <div class="page">
      <PageHeader title="Application" />
      <Tabs label="Parts of the application" tabs={tabs} selected={tab.id} onSelect={select}>
        <TabPanel tab={tab} resource={resource} />
      </Tabs>
    </div>
  );
}

/** What was searched for in one view means nothing in another. */
function select(id: string): void {
  setParams({ tab: id, q: null, said: null });
}

interface TabPanelProps {
  readonly tab: TabRow;
  readonly resource: Resource<ApplicationAnswer>;
}

function TabPanel({ tab, resource }: TabPanelProps): JSX.Element {
  return <ResourceState resource={resource}>{(application) => tab.render(application, resource.reload)}</ResourceState>;
}
