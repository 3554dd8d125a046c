/** A source whose files are loaded once the application turns out to use it: most applications use few of them. */
import type { Meter, OperationConvention, OperationPipeline } from '../kernel/index.js';
import type { NestApplication } from './nest-application.js';
import type { NestSource } from './nest-source.js';

export class SourceOnDemand implements NestSource {
  private loaded: NestSource | undefined;

  constructor(
    readonly name: string,
    readonly isUsedBy: (application: NestApplication) => boolean,
    private readonly load: () => NestSource,
  ) {}

  get conventions(): readonly OperationConvention[] {
    return this.source.conventions;
  }

  observeClasses(application: NestApplication): void {
    this.source.observeClasses?.(application);
  }

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.source.attach(pipeline, meter);
  }

  observeInstances(application: NestApplication): void {
    this.source.observeInstances?.(application);
  }

  detach(): void {
    this.source.detach();
  }

  private get source(): NestSource {
    return (this.loaded ??= this.load());
  }
}
