/** Every option, what it amounts to, and who said so. */
import type { JSX } from 'preact';
import { location, setParams } from '../../app/router.js';
import { Badge } from '../../components/badge.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import type { Tone } from '../../components/tone.js';
import type { ApplicationAnswer } from '../../../shapes/index.js';
import { SearchField, searched } from './search-field.js';
import { matches } from './search.js';

type Option = ApplicationAnswer['config'][number];

export function ConfigTab({ config }: Pick<ApplicationAnswer, 'config'>): JSX.Element {
  const isSaidOnly = location.value.params.get('said') === 'yes';
  const shown = config.filter((option) => isSearched(option) && (!isSaidOnly || option.origin !== 'default'));
  return (
    <>
      <div class="application-tools">
        <SearchField label="Search options, values, origins" count={shown.length} total={config.length} />
        <button
          type="button"
          class="button"
          aria-pressed={isSaidOnly}
          onClick={() => setParams({ said: isSaidOnly ? null : 'yes' })}
        >
          Without defaults
        </button>
      </div>
      <FactTable
        label="Effective configuration"
        rows={shown}
        columns={columns}
        rowKey={({ path }) => path}
        emptyText="No option fits: search for less, or let defaults in."
      />
    </>
  );
}

function isSearched({ path, value, origin }: Option): boolean {
  return matches(searched(), path, textOf(value), origin);
}

const columns: readonly FactColumn<Option>[] = [
  { title: 'Option', render: ({ path }) => <span class="mono">{path}</span> },
  { title: 'Value', render: ({ value }) => <span class="mono application-value">{textOf(value)}</span> },
  { title: 'From', render: ({ origin }) => <Origin origin={origin} /> },
];

const tones: Readonly<Record<string, Tone>> = { code: 'accent', environment: 'info', file: 'ok' };

function Origin({ origin }: Pick<Option, 'origin'>): JSX.Element {
  return origin === 'default' ? (
    <span class="quiet">default</span>
  ) : (
    <Badge tone={tones[origin] ?? 'neutral'}>{origin}</Badge>
  );
}

function textOf(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
