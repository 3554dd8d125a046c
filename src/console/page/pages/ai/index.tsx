/** Calls of models: what they cost, how many tokens they take, how long they let wait, and each of the latest. */
import type { JSX } from 'preact';
import { useResource } from '../../app/use-resource.js';
import { Chart } from '../../components/chart.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { Panel } from '../../components/panel.js';
import { ResourceState } from '../../components/resource-state.js';
import type { AiAnswer } from '../../../shapes/index.js';
import { AiCalls } from './ai-calls.js';
import { AiFigures } from './ai-figures.js';
import { AiModels } from './ai-models.js';
import './ai.css';

const REFRESH_MS = 5_000;

export default function AiPage(): JSX.Element {
  const answer = useResource<AiAnswer>('ai', {}, { refreshMs: REFRESH_MS, on: ['traces', 'metrics'] });
  return (
    <div class="page">
      <PageHeader title="AI" note="calls of models since the process started" />
      <ResourceState resource={answer}>{(value) => <AiBody answer={value} />}</ResourceState>
    </div>
  );
}

function AiBody({ answer }: { readonly answer: AiAnswer }): JSX.Element {
  const { models, calls, history } = answer;
  if (models.length === 0)
    return (
      <EmptyState title="No model has been called yet">
        Calls through the AI instrument, the AI SDK or an observed client show here with their tokens, cost and latency.
      </EmptyState>
    );
  return (
    <div class="ai">
      <AiFigures answer={answer} />
      <Panel title="By model" note="the dearest first">
        <AiModels models={models} />
      </Panel>
      <div class="ai-charts">
        <Chart
          title="Cost a minute"
          unit="cents"
          timesMs={history.timesMs}
          lines={[{ name: 'cost', values: history.costCentsPerMinute }]}
        />
        <Chart
          title="Tokens a minute"
          timesMs={history.timesMs}
          lines={[{ name: 'tokens', values: history.tokensPerMinute, colour: 2 }]}
        />
        <Chart
          title="Calls a minute"
          timesMs={history.timesMs}
          lines={[{ name: 'calls', values: history.callsPerMinute, colour: 3 }]}
        />
      </div>
      <Panel title="Latest calls" note="at most 100; Enter opens the trace">
        <AiCalls calls={calls} />
      </Panel>
    </div>
  );
}
