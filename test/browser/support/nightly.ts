/** Work that begins by the clock; a test lets it begin at once. */
import { Injectable, Logger } from '@nestjs/common';
import { Cron, SchedulerRegistry } from '@nestjs/schedule';
import type { RunningApplication } from '../../support/application.js';
import { OrderStore } from './desk-controller.js';

const NAME = 'nightly-invoices';

@Injectable()
export class NightlyInvoices {
  private readonly logger = new Logger(NightlyInvoices.name);

  constructor(private readonly store: OrderStore) {}

  @Cron('0 3 * * *', { name: NAME })
  async send(): Promise<void> {
    for (const id of [1, 2, 3]) await this.store.find(String(id));
    this.logger.log('Sent 3 invoices');
  }
}

export async function runNightly({ app }: Pick<RunningApplication, 'app'>): Promise<void> {
  await app.get(SchedulerRegistry).getCronJob(NAME).fireOnTick();
}
