/**
 * A source that has to know the application's classes or instances. The lifecycle calls it in this order: `isUsedBy`,
 * `observeClasses`, `attach`, `observeInstances`, `serverClosed`, `detach`; whatever throws there is counted and told once, and the application starts.
 */
import type { OperationSource } from '../kernel/index.js';
import type { NestApplication } from './nest-application.js';

export interface NestSource extends OperationSource {
  /**
   * False: the application has nothing of the kind, and the source is not attached. Asked in the constructor, and again in
   * `onModuleInit`, when instances exist. Missing: always used.
   */
  isUsedBy?(application: NestApplication): boolean;
  /**
   * In the module's constructor: classes exist; routes, gateways, message handlers and listeners do not. Prototypes may be
   * wrapped here; wrappers stay for the life of the class and without a pipeline are a plain call.
   */
  observeClasses?(application: NestApplication): void;
  /** In our `onModuleInit`: all instances exist, no cron job, listener or processor has been registered yet. */
  observeInstances?(application: NestApplication): void;
  /** Nest has closed the server; what it cut off is told its end before `detach`. */
  serverClosed?(): void;
}
