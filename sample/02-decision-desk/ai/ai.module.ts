/** The assistant, on an OpenAI-compatible endpoint where one is configured, else on the local provider. */
import { Logger, Module } from '@nestjs/common';
import { aiProviderCheck, HealthRegistry } from 'nestjs-observability';
import { SETTINGS, type Settings } from '../common/settings.js';
import { AiProvider } from './ai-provider.js';
import { AssistantService } from './assistant.service.js';
import { LocalAiProvider } from './local-ai.provider.js';
import { OpenAiProvider } from './openai.provider.js';

@Module({
  providers: [AssistantService, { provide: AiProvider, inject: [SETTINGS], useFactory: chooseProvider }],
  exports: [AssistantService],
})
export class AiModule {
  /** An assistant that is away degrades the desk; it stays ready, and no probe waits for it. */
  constructor(health: HealthRegistry, provider: AiProvider) {
    health.register(aiProviderCheck('assistant', (signal) => provider.ping(signal)));
  }
}

function chooseProvider({ openAi }: Settings): AiProvider {
  const provider = openAi === undefined ? new LocalAiProvider() : new OpenAiProvider(openAi);
  new Logger(AiModule.name).log(`The assistant answers through the ${provider.name} provider`);
  return provider;
}
