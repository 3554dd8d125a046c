/** One objective: its figures, what burns it, what would fire, and its rule to take along. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { getJson } from '../../app/api.js';
import { useResource } from '../../app/use-resource.js';
import { CodeBlock } from '../../components/code-block.js';
import { CopyButton } from '../../components/copy-button.js';
import { Panel } from '../../components/panel.js';
import { ResourceState } from '../../components/resource-state.js';
import { Stat } from '../../components/stat.js';
import { budgetWords } from '../../format/budget.js';
import { formatCompact, formatShare } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import type { ObjectiveRow, ObjectiveRuleAnswer } from '../../../shapes/index.js';
import { BurnTable } from './burn-table.js';
import { LEAST_EVENTS, promiseOf, standingOf } from './objective-facts.js';
import { RouteTable } from './route-table.js';

export function ObjectiveDetails({ row }: { readonly row: ObjectiveRow }): JSX.Element {
  return (
    <article class="objectives-details" aria-label={`Objective ${row.name}`}>
      <header class="objectives-details-head">
        <h2>{row.name}</h2>
        <p>{promiseOf(row)}</p>
        {row.description === null ? null : <p class="quiet">{row.description}</p>}
      </header>
      <Figures row={row} />
      <Routes row={row} />
      <Panel title="Alerts" note="both windows have to exceed the threshold; 1 × spends the budget in exactly its time">
        <FewEvents row={row} />
        <BurnTable row={row} />
      </Panel>
      <Rule name={row.name} />
    </article>
  );
}

function Figures({ row }: { readonly row: ObjectiveRow }): JSX.Element {
  const { good, bad, current, budgetRemaining, exhaustedInMs, indicator, p95Ms } = row;
  const { tone } = standingOf(row);
  return (
    <div class="objectives-figures">
      <Stat
        label="Budget"
        value={budgetWords(budgetRemaining)}
        hint="by what this process has counted"
        tone={tone === 'ok' ? 'neutral' : tone}
      />
      <Stat
        label="Good so far"
        value={formatShare(current)}
        hint={`${formatCompact(bad)} bad of ${formatCompact(good + bad)}`}
      />
      <Stat label="Budget lasts" value={lasting(row, exhaustedInMs)} hint="at the rate of the last hour" />
      {indicator === 'latency' ? (
        <Stat label="p95 lately" value={formatDuration(p95Ms)} hint="of the last 5 to 10 minutes" />
      ) : null}
    </div>
  );
}

function lasting({ good, bad }: ObjectiveRow, exhaustedInMs: number | null): string {
  if (good + bad === 0) return '–';
  if (exhaustedInMs === null) return 'for good';
  return exhaustedInMs === 0 ? 'spent' : formatDuration(exhaustedInMs);
}

function FewEvents({ row: { good, bad } }: { readonly row: ObjectiveRow }): JSX.Element | null {
  if (good + bad >= LEAST_EVENTS || bad === 0) return null;
  return <p class="quiet">Only {good + bad} events so far: rates of so few say little, and page nobody.</p>;
}

function Routes({ row }: { readonly row: ObjectiveRow }): JSX.Element {
  if (row.indicator === 'ratio')
    return (
      <Panel title="What burns it">
        <p class="quiet">The application counts these events itself, so they have no routes.</p>
      </Panel>
    );
  return (
    <Panel title="What burns it" note="since this process started; a route leads to its traces">
      <RouteTable row={row} />
    </Panel>
  );
}

function Rule({ name }: { readonly name: string }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const copied = (): Promise<string> =>
    getJson<ObjectiveRuleAnswer>('objective-rule', { name }).then(({ yaml }) => yaml);
  const actions = (
    <>
      <button type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide' : 'Show'}
      </button>
      <CopyButton text={copied}>Copy the rule</CopyButton>
    </>
  );
  return (
    <Panel title="Rule for Prometheus" note="recording rules and alerts" actions={actions}>
      {isOpen ? <RuleText name={name} /> : null}
    </Panel>
  );
}

function RuleText({ name }: { readonly name: string }): JSX.Element {
  const rule = useResource<ObjectiveRuleAnswer>('objective-rule', { name });
  return (
    <ResourceState resource={rule}>
      {({ yaml }) => <CodeBlock text={yaml} label={`Rule of ${name}`} canCopy={false} />}
    </ResourceState>
  );
}
