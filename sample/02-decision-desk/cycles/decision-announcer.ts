/** Tells the rest of the company, over NATS, that a decision was made. Without NATS nobody listens. */
import { Inject, Injectable, Logger, type FactoryProvider, type OnApplicationShutdown } from '@nestjs/common';
import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';
import { SETTINGS, type Settings } from '../common/settings.js';

export const DECISION_MADE = 'decision.made';

export interface DecisionMade {
  readonly cycleId: string;
  readonly title: string;
  readonly signedBy: string;
}

const DECISION_CLIENT = Symbol('DECISION_CLIENT');

export const decisionClient: FactoryProvider<ClientProxy | undefined> = {
  provide: DECISION_CLIENT,
  inject: [SETTINGS],
  useFactory: ({ natsUrl }: Settings) =>
    natsUrl === undefined
      ? undefined
      : ClientProxyFactory.create({ transport: Transport.NATS, options: { servers: [natsUrl] } }),
};

@Injectable()
export class DecisionAnnouncer implements OnApplicationShutdown {
  private readonly logger = new Logger(DecisionAnnouncer.name);

  constructor(@Inject(DECISION_CLIENT) private readonly client: ClientProxy | undefined) {}

  /** Nobody waits for the others to hear it. */
  announce(decision: DecisionMade): void {
    this.client?.emit(DECISION_MADE, decision).subscribe({ error: (error) => this.logger.warn(`NATS: ${error}`) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client?.close();
  }
}
