/** What all calls cost and took, and what of it is not known. */
import type { JSX } from 'preact';
import { Stat } from '../../components/stat.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatCompact, formatCount, formatPlural, formatShare } from '../../format/count.js';
import type { AiAnswer } from '../../../shapes/index.js';
import { totalsOf } from './ai-totals.js';
import { formatCost } from './format-cost.js';

export function AiFigures({ answer: { models, unpricedCalls } }: { readonly answer: AiAnswer }): JSX.Element {
  const { calls, errors, promptTokens, completionTokens, cachedTokens, costCents } = totalsOf(models);
  return (
    <>
      <div class="ai-figures">
        <Stat
          label="Cost"
          value={formatCost(costCents)}
          hint={unpricedCalls > 0 ? 'of calls with a price' : 'in all'}
        />
        <Stat label="Calls" value={formatCount(calls)} hint={formatPlural(models.length, 'model')} />
        <Stat
          label="Failed"
          value={formatShare(calls === 0 ? 0 : errors / calls)}
          hint={formatPlural(errors, 'call')}
          tone={errors > 0 ? 'error' : 'neutral'}
        />
        <Stat
          label="Prompt tokens"
          value={formatCompact(promptTokens)}
          hint={`and ${formatCompact(cachedTokens)} from the cache`}
        />
        <Stat label="Completion tokens" value={formatCompact(completionTokens)} />
      </div>
      {unpricedCalls > 0 && (
        <p class="ai-unpriced" role="status">
          <StatusMark status="warn" />
          <span>
            {formatPlural(unpricedCalls, 'call')} without a known cost: the model has no price, or the provider reported
            no tokens. Nothing is guessed; add what is missing to <code>ai.prices</code>.
          </span>
        </p>
      )}
    </>
  );
}
