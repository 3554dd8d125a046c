/** Names and values in two columns that line up. */
import type { ComponentChildren, JSX } from 'preact';
import './key-values.css';

interface KeyValuesProps {
  readonly entries: readonly (readonly [name: string, value: ComponentChildren])[];
}

export function KeyValues({ entries }: KeyValuesProps): JSX.Element {
  return (
    <dl class="key-values">
      {entries.map(([name, value]) => (
        <div key={name} class="key-values-entry">
          <dt>{name}</dt>
          <dd class="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
