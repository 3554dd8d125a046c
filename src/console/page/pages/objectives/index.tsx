/** Objectives: what is left of each budget, what burns it, and what would page somebody. */
import type { JSX } from 'preact';
import { location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { formatPlural } from '../../format/count.js';
import type { ObjectiveRow, ObjectivesAnswer } from '../../../shapes/index.js';
import { ObjectiveDetails } from './objective-details.js';
import { worstFirst } from './objective-facts.js';
import { ObjectiveList } from './objective-list.js';
import './objectives.css';

const refreshMs = 5_000;

export default function ObjectivesPage(): JSX.Element {
  const resource = useResource<ObjectivesAnswer>('objectives', {}, { refreshMs, on: ['objectives'] });
  return (
    <div class="page">
      <PageHeader
        title="Objectives"
        note={resource.value && formatPlural(resource.value.objectives.length, 'objective')}
      />
      <ResourceState resource={resource}>
        {({ objectives }) => <ObjectivesNow objectives={worstFirst(objectives)} />}
      </ResourceState>
    </div>
  );
}

function ObjectivesNow({ objectives }: { readonly objectives: readonly ObjectiveRow[] }): JSX.Element {
  const asked = location.value.params.get('name');
  const row = objectives.find(({ name }) => name === asked) ?? objectives[0];
  if (row === undefined) return <NoObjectives />;
  return (
    <div class="objectives">
      <ObjectiveList objectives={objectives} selected={row.name} />
      <ObjectiveDetails key={row.name} row={row} />
    </div>
  );
}

function NoObjectives(): JSX.Element {
  return (
    <EmptyState title="Nothing is promised">
      <p>
        Say what has to be good, in the options (
        <code>
          slos: [{'{'} name: 'orders', objective: 0.999 {'}'}]
        </code>
        ) or on a handler (
        <code>
          @Slo({'{'} objective: 0.999, latencyMs: 300 {'}'})
        </code>
        ).
      </p>
    </EmptyState>
  );
}
