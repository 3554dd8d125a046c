import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { databaseUrl } from '../settings.js';

export const DATABASE = Symbol('database');

@Module({
  providers: [{ provide: DATABASE, useFactory: () => new Pool({ connectionString: databaseUrl }) }],
  exports: [DATABASE],
})
export class DatabaseModule implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async onModuleInit(): Promise<void> {
    await this.database.query('CREATE TABLE IF NOT EXISTS fulfilled_orders (id uuid PRIMARY KEY, item text NOT NULL)');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.end();
  }
}
