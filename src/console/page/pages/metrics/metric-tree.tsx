/** Metrics by what they are about, narrowed by a search in names and help. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { useKeys } from '../../app/keyboard.js';
import { location, setParams } from '../../app/router.js';
import { classes } from '../../components/classes.js';
import { StatusMark } from '../../components/status-mark.js';
import { Tree } from '../../components/tree.js';
import { formatCompact } from '../../format/count.js';
import type { MetricEntry } from '../../../shapes/index.js';
import { familiesOf, type MetricFamily } from './metric-families.js';

export interface MetricTreeProps {
  readonly metrics: readonly MetricEntry[];
  readonly selected: string | null;
}

export function MetricTree({ metrics, selected }: MetricTreeProps): JSX.Element {
  const search = location.value.params.get('q') ?? '';
  const field = useRef<HTMLInputElement>(null);
  const families = useMemo(() => familiesOf(metrics, search), [metrics, search]);
  const byName = useMemo(() => new Map(metrics.map((metric) => [metric.name, metric])), [metrics]);
  useKeys({ '/': () => field.current?.focus() }, { '/': 'Search metrics' });
  const items = families.map(({ family, members }) => ({
    id: idOf(family),
    title: family,
    items: members.map(({ name }) => ({ id: name, title: name })),
  }));
  return (
    <>
      <input
        ref={field}
        class="field metrics-search"
        type="search"
        placeholder="Search metrics"
        aria-label="Search metrics"
        value={search}
        onInput={({ currentTarget }) => setParams({ q: currentTarget.value || null }, { replace: true })}
      />
      {items.length === 0 && <p class="quiet">No metric has this in its name or help</p>}
      <div class="metrics-tree">
        <Tree
          label="Metrics"
          items={items}
          selectedId={selected}
          openIds={openFamilies(families, search, selected)}
          onSelect={(name) => setParams({ ...clearedSelection(), name })}
          renderItem={({ id, title }) => {
            const metric = byName.get(id);
            return metric === undefined ? title : <MetricTitle metric={metric} />;
          }}
        />
      </div>
    </>
  );
}

/** What was found is shown; without a search, families that have measured nothing yet are out of the way. */
function openFamilies(families: readonly MetricFamily[], search: string, selected: string | null): string[] {
  const isOpen = ({ isUsed, members }: MetricFamily): boolean =>
    search !== '' || isUsed || members.some(({ name }) => name === selected);
  return families.filter(isOpen).map(({ family }) => idOf(family));
}

function idOf(family: string): string {
  return `family ${family}`;
}

/** Labels of one metric say nothing about another. */
function clearedSelection(): Record<string, null> {
  const names = [...location.value.params.keys()].filter((name) => name === 'by' || name.startsWith('label.'));
  return Object.fromEntries(names.map((name) => [name, null]));
}

function MetricTitle({ metric: { name, seriesCount, isNearLimit } }: { readonly metric: MetricEntry }): JSX.Element {
  return (
    <span class="metrics-item">
      <span class={classes('mono cut', seriesCount === 0 && 'quiet')} title={name}>
        {name}
      </span>
      {isNearLimit && <StatusMark status="warn" label="near its limit of series" />}
      <span class="quiet number" title="series">
        {seriesCount > 0 && formatCompact(seriesCount)}
      </span>
    </span>
  );
}
