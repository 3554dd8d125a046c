/** Calls of language models: their tokens, their price, their failures. */
import { AiInstrument, type AiCompletion } from 'nestjs-observability/instruments';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

export const PRICES = { 'trust-1': { promptCents: 25, completionCents: 200 } } as const;
const MODELS = ['trust-1', 'unpriced'] as const;
const PROVIDER = 'trust';
const TOKENS_PER_PRICE = 1_000_000;

interface Call {
  readonly completion: AiCompletion;
  readonly model: (typeof MODELS)[number];
  readonly streaming: boolean;
}

export const completions: StartWork = ({ app, ledger, dice }) => {
  const ai = app.get(AiInstrument);
  const open = (): Call => {
    const [model, streaming] = [dice.pick(MODELS), dice.chance(0.5)];
    return { completion: ai.completion({ provider: PROVIDER, model, streaming, tier: 'free' }), model, streaming };
  };
  const answer = ({ completion, model }: Call): void => {
    const [prompt, answered] = [dice.below(5_000), dice.below(2_000)];
    completion.firstToken();
    completion.usage({ prompt, completion: answered });
    completion.end();
    ledger.note('ai_time_to_first_token_seconds_count', { provider: PROVIDER });
    ledger.note('ai_tokens_total', { provider: PROVIDER, model, type: 'prompt' }, prompt);
    ledger.note('ai_tokens_total', { provider: PROVIDER, model, type: 'completion' }, answered);
    if (model === 'unpriced') return ledger.note('ai_unpriced_calls_total', { provider: PROVIDER, model });
    const { promptCents, completionCents } = PRICES[model];
    const cents = (prompt * promptCents + answered * completionCents) / TOKENS_PER_PRICE;
    return ledger.note('ai_cost_cents_total', { provider: PROVIDER, model, tier: 'free' }, cents);
  };
  const fail = ({ completion }: Call): void => {
    completion.fail(Object.assign(new Error('too many'), { status: 429 }));
    ledger.note('ai_errors_total', { provider: PROVIDER, error_type: '4xx' });
  };
  const cancel = ({ completion, model }: Call): void => {
    completion.cancel();
    ledger.note('ai_unpriced_calls_total', { provider: PROVIDER, model });
  };
  return openAndShut<Call>(dice, {
    open,
    ends: [answer, fail, cancel],
    ended: ({ streaming }, seen) =>
      ledger.lasted('ai_completion_duration_seconds', { provider: PROVIDER, streaming }, seen),
  });
};
