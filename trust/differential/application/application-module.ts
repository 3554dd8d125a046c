/** The modules of a generated application: the observing one, if any, is the only difference. */
import { Module, type MiddlewareConsumer, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { isOnFastify } from './adapter.js';
import type { Building } from './building.js';
import { enhancers, type EnhancerRole } from './enhancers/index.js';
import { fixedController, hostedController } from './fixed-controller.js';
import { gateway } from './gateway.js';
import { generatedController } from './generated-controller.js';
import { lifecycleProvider } from './lifecycle.js';
import { messageController } from './messages.js';
import { journalMiddleware } from './middleware.js';
import { expressUploads, fastifyUploads } from './uploads.js';

const TOKENS: Readonly<Record<EnhancerRole, string>> = {
  guard: APP_GUARD,
  interceptor: APP_INTERCEPTOR,
  pipe: APP_PIPE,
  filter: APP_FILTER,
};

export function applicationModule(building: Building): Type {
  const { plan, journal, observation } = building;
  const { controller, services } = generatedController(building);

  @Module({
    controllers: [
      controller,
      fixedController(journal, isOnFastify(plan.platform) ? '*' : '*rest'),
      ...optionalControllers(building),
    ],
    providers: [...services, ...(plan.hasGateway ? [gateway(building)] : []), lifecycleProvider('feature', journal)],
  })
  class FeatureModule {
    configure(consumer: MiddlewareConsumer): void {
      if (plan.hasMiddleware) consumer.apply(journalMiddleware(journal)).forRoutes('{*all}');
    }
  }

  @Module({
    imports: [...observation.imports, FeatureModule],
    providers: [lifecycleProvider('root', journal), ...globalProviders(building)],
  })
  class RootModule {}
  return RootModule;
}

function optionalControllers(building: Building): Type[] {
  const { plan, journal } = building;
  const uploads = isOnFastify(plan.platform) ? fastifyUploads : expressUploads;
  return [
    ...(plan.hasUploads ? [uploads(journal)] : []),
    ...(plan.hasHost ? [hostedController()] : []),
    ...(plan.hasMessages ? [messageController(building)] : []),
  ];
}

function globalProviders({ plan, journal }: Building): Provider[] {
  if (!plan.areGlobalsProvided) return [];
  return plan.globalEnhancers.map((name) => {
    const { role, make } = enhancers[name];
    return { provide: TOKENS[role], useClass: make(journal) as Type };
  });
}
