/** Removes sessions some time after they were closed, so that a desk under constant traffic stays the same size. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../common/settings.js';
import { DatabaseService } from '../database/database.service.js';
import { SessionsRepository } from './sessions.repository.js';

const minuteMs = 60_000;
/** Archived sessions stay this many times as long. */
const keptLonger = 10;

@Injectable()
export class RetentionJob {
  private readonly logger = new Logger(RetentionJob.name);

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly database: DatabaseService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Cron(CronExpression.EVERY_MINUTE, { name: 'retention' })
  async run(): Promise<void> {
    const { retentionMinutes } = this.settings;
    const removed = await this.sessions.removeClosedBefore(ago(retentionMinutes), ago(keptLonger * retentionMinutes));
    if (removed === 0) return;
    await this.database.reclaim();
    this.logger.log(`Removed ${removed} closed sessions`);
  }
}

function ago(minutes: number): Date {
  return new Date(Date.now() - minutes * minuteMs);
}
