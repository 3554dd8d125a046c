/** Who answers: a provider that speaks the API of OpenAI, or where none is configured one that stands in for it. */
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import OpenAI from 'openai';
import { aiProviderCheck, HealthRegistry } from 'nestjs-observability';
import { observeOpenAI } from 'nestjs-observability/instruments';
import { Models, plans, type Plan } from './models.js';
import { StandIn } from './stand-in/stand-in.js';

@Module({
  providers: [
    StandIn,
    {
      provide: Models,
      inject: [StandIn],
      useFactory: async (standIn: StandIn) => {
        const baseURL = process.env['OPENAI_BASE_URL'] ?? (await standIn.start());
        return new Models(clientsOf(baseURL), process.env['OPENAI_MODEL']);
      },
    },
  ],
  exports: [Models],
})
export class ModelsModule implements OnApplicationShutdown {
  /** A provider that is away degrades the chat; it stays ready, and no probe waits for it. */
  constructor(
    private readonly standIn: StandIn,
    health: HealthRegistry,
    models: Models,
  ) {
    health.register(aiProviderCheck('model', (signal) => models.ping(signal)));
  }

  onApplicationShutdown(): Promise<void> {
    return this.standIn.stop();
  }
}

// #region clients
/** One client for each plan: the plan is the label of what its answers cost. */
function clientsOf(baseURL: string): ReadonlyMap<Plan, OpenAI> {
  const apiKey = process.env['OPENAI_API_KEY'] ?? 'none';
  return new Map(plans.map((tier) => [tier, observeOpenAI(new OpenAI({ baseURL, apiKey }), { tier })]));
}
// #endregion
