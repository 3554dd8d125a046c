/**
 * Guards of `@nestjs/throttler` 6 and the application's own subclasses of them, over HTTP, WebSocket and GraphQL. Recognised by
 * their methods, so that the package is never loaded; a limit that is skipped (`@SkipThrottle`, `skipIf`) is never asked.
 */
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { observeThrottlerGuard } from './throttler-guard.js';

export class ThrottlerSource implements NestSource {
  readonly name = 'rateLimits';
  readonly conventions = [];

  observeClasses(application: NestApplication): void {
    for (const type of application.providers()) observeThrottlerGuard(type);
  }

  attach(): void {}

  /** Guards given as instances, by `app.useGlobalGuards`, are no provider's. */
  observeInstances(application: NestApplication): void {
    for (const { role, type } of application.globalEnhancers()) if (role === 'guard') observeThrottlerGuard(type);
  }

  /** Wrappers stay for the life of the class; without a pipeline they are a plain call. */
  detach(): void {}
}
