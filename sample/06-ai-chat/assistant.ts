/** Asks the model, gives it the tool it calls, and passes its words on as they come. */
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SpanAttribute, Traced } from 'nestjs-observability';
import type { Turn } from './chats.js';
import { Models, type Plan } from './models.js';

const instruction =
  'You serve in a small tea shop. Answer in a few sentences. Look up what is in stock before you promise it.';
const gramsInStock: Readonly<Record<string, number>> = { assam: 900, darjeeling: 250, sencha: 0 };
const lookUpMs = 15;

export interface Question {
  readonly plan: Plan;
  /** The conversation so far, ending with what is asked now. */
  readonly turns: readonly Turn[];
  /** Of whoever asked: there is no use in going on when they have left. */
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
}

@Injectable()
export class Assistant {
  constructor(private readonly models: Models) {}

  // #region answer
  /** Two calls of the model where it wants to know the stock, else one. */
  @Traced()
  async answer({ plan, turns, signal, onText }: Question): Promise<string> {
    const { client, model } = this.models.for(plan);
    const runner = client.chat.completions.runTools(
      {
        model,
        stream: true,
        // Without it a stream does not say how many tokens it took.
        stream_options: { include_usage: true },
        messages: [{ role: 'system', content: instruction }, ...turns],
        tools: [this.stockTool],
      },
      { signal },
    );
    runner.on('content', onText);
    return (await runner.finalContent()) ?? '';
  }
  // #endregion

  private get stockTool() {
    return {
      type: 'function' as const,
      function: {
        name: 'stock_of',
        description: 'How much of a tea is in stock, in grams',
        parameters: { type: 'object', properties: { tea: { type: 'string' } }, required: ['tea'] },
        parse: (text: string) => JSON.parse(text) as { tea: string },
        function: ({ tea }: { tea: string }) => this.stockOf(tea),
      },
    };
  }

  @Traced('execute_tool stock_of')
  private async stockOf(@SpanAttribute('tea') tea: string): Promise<string> {
    await setTimeout(lookUpMs);
    return `${gramsInStock[tea.toLowerCase()] ?? 0} g`;
  }
}
