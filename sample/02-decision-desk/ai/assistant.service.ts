/** The desk's assistant: one call to the provider, seen as a span with its token counts and as metrics. */
import { Injectable } from '@nestjs/common';
import { MetricsService, ObservabilityService, Observed } from 'nestjs-observability';
import { AiProvider, type Completion, type Prompt } from './ai-provider.js';

@Injectable()
export class AssistantService {
  private readonly tokens;

  constructor(
    private readonly provider: AiProvider,
    private readonly observability: ObservabilityService,
    metrics: MetricsService,
  ) {
    this.tokens = metrics.counter('assistant_tokens_total', {
      help: 'Tokens the assistant read and wrote.',
      labelNames: ['provider', 'type'],
    });
  }

  @Observed('assistant', { kind: 'client' })
  async complete(prompt: Prompt): Promise<Completion> {
    this.observability.annotate({
      'gen_ai.provider.name': this.provider.name,
      'desk.component_type': prompt.component,
    });
    const completion = await this.provider.complete(prompt);
    this.record(completion);
    return completion;
  }

  private record({ model, promptTokens, completionTokens }: Completion): void {
    this.tokens.labels({ provider: this.provider.name, type: 'prompt' }).inc(promptTokens);
    this.tokens.labels({ provider: this.provider.name, type: 'completion' }).inc(completionTokens);
    this.observability.annotate({
      'gen_ai.response.model': model,
      'gen_ai.usage.input_tokens': promptTokens,
      'gen_ai.usage.output_tokens': completionTokens,
    });
  }
}
