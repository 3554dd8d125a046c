/** Journeys: how many enter each stage, how many go on, and how long a stage takes. */
import type { JSX } from 'preact';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import type { JourneysAnswer } from '../../../shapes/index.js';
import { JourneyFunnel } from './journey-funnel.js';
import './journeys.css';

const REFRESH_MS = 5_000;

export default function JourneysPage(): JSX.Element {
  const answer = useResource<JourneysAnswer>('journeys', {}, { refreshMs: REFRESH_MS, on: ['traces', 'metrics'] });
  return (
    <div class="page">
      <PageHeader title="Journeys" note="since the process started" />
      <ResourceState resource={answer}>
        {({ journeys }) =>
          journeys.length === 0 ? (
            <EmptyState title="No journey has begun yet">
              Name one, such as a decision that is drafted, reviewed and published:{' '}
              <code>journey('decision').enter('draft', id)</code>
            </EmptyState>
          ) : (
            <div class="journeys">
              {journeys.map((journey) => (
                <JourneyFunnel key={journey.name} journey={journey} />
              ))}
            </div>
          )
        }
      </ResourceState>
    </div>
  );
}
