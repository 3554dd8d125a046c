/** Faults on demand, where the environment allows them: `FAULTS=on`, then `PUT` and `DELETE /faults/<name>` by a facilitator. */
import { Module, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AssistantFaults } from './assistant-faults.js';
import { EventBacklog } from './event-backlog.js';
import { FaultsController } from './faults.controller.js';
import { Faults } from './faults.js';
import { RateLimitStorm } from './rate-limit-storm.js';
import { RequestFaultsInterceptor } from './request-faults.interceptor.js';

@Module({
  controllers: [FaultsController],
  providers: [
    Faults,
    AssistantFaults,
    EventBacklog,
    RateLimitStorm,
    { provide: APP_INTERCEPTOR, useClass: RequestFaultsInterceptor },
  ],
})
class FaultsModule {}

export function faultsWhereAllowed({ FAULTS }: NodeJS.ProcessEnv): readonly Type[] {
  return FAULTS === 'on' ? [FaultsModule] : [];
}
