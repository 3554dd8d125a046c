/** Which client and which model answers whom. */
import type OpenAI from 'openai';

export const plans = ['free', 'team'] as const;
export type Plan = (typeof plans)[number];

const modelOf: Readonly<Record<Plan, string>> = { free: 'leaf-1', team: 'leaf-2' };

export interface Answerer {
  readonly client: OpenAI;
  readonly model: string;
}

export class Models {
  /** @param model for everybody, whatever their plan */
  constructor(
    private readonly clients: ReadonlyMap<Plan, OpenAI>,
    private readonly model: string | undefined,
  ) {}

  for(plan: Plan): Answerer {
    return { client: this.clients.get(plan)!, model: this.model ?? modelOf[plan] };
  }

  /** Costs nothing. */
  async ping(signal: AbortSignal): Promise<void> {
    await this.for('free').client.models.list({ signal });
  }
}
