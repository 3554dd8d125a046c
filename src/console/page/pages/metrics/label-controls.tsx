/** Narrows a metric to values of its labels and splits it by some of them; over which time, and which percentile. */
import type { JSX } from 'preact';
import { location, setParams } from '../../app/router.js';
import type { MetricAnswer } from '../../../shapes/index.js';
import { ranges, rangeOf } from './metric-range.js';

export function LabelControls({ answer }: { readonly answer: MetricAnswer }): JSX.Element {
  const { labelNames } = answer.metric;
  return (
    <div class="metrics-controls">
      {labelNames.map((name) => (
        <LabelFilter key={name} name={name} values={answer.labelValues[name] ?? []} />
      ))}
      {labelNames.length > 0 && <GroupBy names={labelNames} />}
      <RangeChoice />
    </div>
  );
}

interface LabelFilterProps {
  readonly name: string;
  readonly values: readonly string[];
}

function LabelFilter({ name, values }: LabelFilterProps): JSX.Element {
  const key = `label.${name}`;
  const chosen = location.value.params.get(key) ?? '';
  const known = chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
  return (
    <label class="metrics-control">
      <span class="quiet">{name}</span>
      <select
        class="field"
        value={chosen}
        onChange={({ currentTarget }) => setParams({ [key]: currentTarget.value || null })}
      >
        <option value="">any</option>
        {known
          .filter((value) => value !== '')
          .map((value) => (
            <option key={value} value={value}>
              {value}
            </option>
          ))}
      </select>
    </label>
  );
}

function GroupBy({ names }: { readonly names: readonly string[] }): JSX.Element {
  const by = location.value.params.get('by')?.split(',') ?? [];
  const flip = (name: string): void => {
    const next = by.includes(name) ? by.filter((one) => one !== name) : [...by, name];
    setParams({ by: next.join(',') || null });
  };
  return (
    <div class="metrics-control" role="group" aria-label="Group by">
      <span class="quiet">by</span>
      {names.map((name) => (
        <button key={name} type="button" class="button" aria-pressed={by.includes(name)} onClick={() => flip(name)}>
          {name}
        </button>
      ))}
    </div>
  );
}

function RangeChoice(): JSX.Element {
  const chosen = rangeOf(location.value.params);
  return (
    <div class="metrics-control" role="group" aria-label="Time shown">
      <span class="quiet">last</span>
      {ranges.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="button"
          aria-pressed={chosen.id === id}
          onClick={() => setParams({ range: id === ranges[0].id ? null : id })}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
