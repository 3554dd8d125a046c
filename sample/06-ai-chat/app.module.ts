/** A chat of a tea shop, and what its answers cost. */
import { Module } from '@nestjs/common';
import { Assistant } from './assistant.js';
import { ChatController } from './chat.controller.js';
import { Chats } from './chats.js';
import { ModelsModule } from './models.module.js';
// #region module
import { ObservabilityModule } from 'nestjs-observability';

/** In cents per million tokens. `leaf-3-preview` has no price yet: its calls are counted as such, and never guessed. */
const prices = {
  'leaf-1': { promptCents: 15, cachedCents: 7.5, completionCents: 60 },
  'leaf-2': { promptCents: 250, cachedCents: 125, completionCents: 1_000 },
  'gpt-4o-mini': { promptCents: 15, cachedCents: 7.5, completionCents: 60 },
};

@Module({
  imports: [ObservabilityModule.forRoot({ service: { name: 'ai-chat' }, ai: { prices } }), ModelsModule],
  controllers: [ChatController],
  providers: [Assistant, Chats],
})
export class AppModule {}
// #endregion
