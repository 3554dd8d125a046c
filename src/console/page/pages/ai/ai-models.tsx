/** What each model cost and took. */
import type { JSX } from 'preact';
import { Bar } from '../../components/bar.js';
import { PlainTable } from '../../components/plain-table.js';
import { formatCompact, formatCount } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import type { AiModelRow } from '../../../shapes/index.js';
import { dearestFirst, totalsOf } from './ai-totals.js';
import { formatCost } from './format-cost.js';

const figures = ['Cost', 'Calls', 'Failed', 'Prompt', 'Cached', 'Completion', 'p50', 'p95', 'First token'] as const;

export function AiModels({ models }: { readonly models: readonly AiModelRow[] }): JSX.Element {
  const totals = totalsOf(models);
  return (
    <PlainTable label="Models by cost">
      <thead>
        <tr>
          <th scope="col">Model</th>
          {figures.map((title) => (
            <th key={title} scope="col" class="is-right">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {dearestFirst(models).map((row) => (
          <ModelRow key={`${row.provider} ${row.model} ${row.tier}`} row={row} wholeCents={totals.costCents ?? 0} />
        ))}
      </tbody>
    </PlainTable>
  );
}

interface ModelRowProps {
  readonly row: AiModelRow;
  readonly wholeCents: number;
}

function ModelRow({ row, wholeCents }: ModelRowProps): JSX.Element {
  const { provider, model, tier, calls, errors, costCents, p50Ms, p95Ms, firstTokenP50Ms } = row;
  const cells = [
    formatCount(calls),
    formatCount(errors),
    formatCompact(row.promptTokens),
    formatCompact(row.cachedTokens),
    formatCompact(row.completionTokens),
    formatDuration(p50Ms),
    formatDuration(p95Ms),
    formatDuration(firstTokenP50Ms),
  ];
  return (
    <tr>
      <td>
        <span class="mono">{model}</span>{' '}
        <span class="quiet">
          {provider}
          {tier === '' ? '' : `, ${tier}`}
        </span>
      </td>
      <td class="is-right number ai-cost">
        {costCents === null ? <span class="quiet">no price</span> : formatCost(costCents)}
        {costCents !== null && costCents > 0 && <Bar value={costCents} max={wholeCents} />}
      </td>
      {cells.map((text, place) => (
        <td key={place} class="is-right number">
          {text}
        </td>
      ))}
    </tr>
  );
}
