/** The small application that crashes. */
import { Controller, Get, Injectable, Module, Res, type Type } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { ServerResponse } from 'node:http';
import { aspectsOf, decorateMethod } from '../application/aspects.js';
import type { Observation } from '../twins/variants.js';

export interface Twin {
  readonly service: CrashingService;
  readonly request: (path: string) => Promise<unknown>;
}

export interface CrashingService {
  rejects(): Promise<never>;
  deep(levels: number): Promise<never>;
}

export interface CrashingApplication {
  readonly module: Type;
  readonly service: Type<CrashingService>;
}

export function crashingApplication(observation: Observation): CrashingApplication {
  @Injectable()
  class Service implements CrashingService {
    async rejects(): Promise<never> {
      await null;
      throw new Error('nobody awaits this');
    }

    async deep(levels: number): Promise<never> {
      return levels === 0 ? await this.rejects() : await this.deep(levels - 1);
    }
  }
  for (const key of ['rejects', 'deep']) {
    decorateMethod(Service.prototype, key, aspectsOf(['Traced', 'Timed', 'Counted', 'Gauged'], observation));
  }

  @Controller()
  class CrashingController {
    constructor(private readonly crashing: Service) {}

    @Get('late-rejection')
    lateRejection(): string {
      void this.crashing.rejects();
      return 'answered';
    }

    @Get('timer')
    timer(): string {
      setTimeout(() => {
        throw new TypeError('in a timer');
      });
      return 'answered';
    }

    @Get('stream')
    stream(@Res() response: ServerResponse): void {
      const source = new Readable({ read: () => source.destroy(new Error('in a stream')) });
      source.pipe(response);
    }

    @Get('exit')
    exit(): string {
      setTimeout(() => process.exit(3));
      return 'answered';
    }
  }

  @Module({ imports: [...observation.imports], controllers: [CrashingController], providers: [Service] })
  class CrashingModule {}
  return { module: CrashingModule, service: Service };
}
