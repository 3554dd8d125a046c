/** `ai-failures` and `ai-cost`: the assistant does not answer, or reads and writes books where pages would do. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AiProvider, type AnswerPart } from '../ai/ai-provider.js';
import { AssistantFailed } from '../common/domain-error.js';
import { Faults } from './faults.js';

/** For a whole library: some dollars. */
const dearTokens = 20_000_000;

@Injectable()
export class AssistantFaults implements OnModuleInit {
  constructor(
    private readonly modules: ModuleRef,
    private readonly faults: Faults,
  ) {}

  /** Around the provider that was chosen, which knows nothing of it. */
  onModuleInit(): void {
    const provider = this.modules.get(AiProvider, { strict: false });
    const answer = provider.answer.bind(provider);
    provider.answer = (prompt) => this.disturb(answer(prompt));
  }

  private async *disturb(parts: AsyncIterable<AnswerPart>): AsyncIterable<AnswerPart> {
    if (this.faults.isOn('ai-failures')) throw new AssistantFailed('The assistant is told to fail.');
    for await (const part of parts)
      yield 'tokens' in part && this.faults.isOn('ai-cost') ? { ...part, tokens: dearTokens } : part;
  }
}
