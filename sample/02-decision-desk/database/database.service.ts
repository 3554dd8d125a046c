/** The application's one database: opened before the first request, closed after the last, and a part of readiness. */
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { HealthContributor } from 'nestjs-observability';
import { DatabaseInstrument } from 'nestjs-observability/instruments';
import { SETTINGS, type Settings } from '../common/settings.js';
import { connect, type Connection, type Queries } from './connect.js';
import { createMissingTables } from './schema.js';

@Injectable()
export class DatabaseService implements OnModuleInit, OnApplicationShutdown {
  private opened: Connection | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: DatabaseInstrument,
  ) {}

  async onModuleInit(): Promise<void> {
    this.opened = await connect(this.settings.database, this.database);
    await this.queries.execute(sql.raw(createMissingTables));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opened?.close();
  }

  get queries(): Queries {
    return this.connection.queries;
  }

  /** Gives the space of removed rows back, where the database does not do so by itself. */
  reclaim(): Promise<void> {
    return this.connection.reclaim();
  }

  @HealthContributor('database')
  async check(): Promise<void> {
    await this.queries.execute(sql`select count(*) from sessions where closed_at is null`);
  }

  private get connection(): Connection {
    if (this.opened === undefined) throw new Error('The database is used before it is open.');
    return this.opened;
  }
}
