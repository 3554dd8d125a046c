import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { SentryGlobalFilter, SentryModule } from '@sentry/nestjs/setup';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';

@Module({
  imports: [SentryModule.forRoot()],
  controllers: [OrdersController],
  providers: [OrdersService, { provide: APP_FILTER, useClass: SentryGlobalFilter }],
})
export class AppModule {}
