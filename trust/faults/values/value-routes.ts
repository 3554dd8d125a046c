/** Routes on which the application hands each hostile value to each entrance, throws it, takes it and gives it back. */
import { Controller, Get, Param, type INestApplication, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  Audited,
  Counted,
  Gauged,
  MetricLabel,
  Observed,
  SpanAttribute,
  Timed,
  type LabelSource,
} from 'nestjs-observability';
import { hostileValues } from '../hostile-values.js';
import { uses } from './uses.js';

class Handled {
  @Observed('hostile_handled', {
    labelNames: ['tier'],
    labels: ({ result }: LabelSource) => ({ tier: result as string }),
  })
  @Counted()
  @Timed()
  @Audited({ action: 'hostile.handle', target: ([value]) => value as string, details: ([value]) => value as never })
  takes(@SpanAttribute('hostile.value') @MetricLabel('value') value: unknown): unknown {
    return value;
  }

  @Observed('hostile_thrown')
  @Counted({ errorType: true })
  @Audited({ action: 'hostile.throw', target: 'value' })
  throws(value: unknown): never {
    throw value;
  }

  @Observed('hostile_rejected')
  @Gauged()
  async rejects(value: unknown): Promise<never> {
    return Promise.reject(value as Error);
  }
}

/** Without the module the entrances are not there; with it, each gives this answer. */
export const USED = '{"used":true}';

@Controller()
class ValueController {
  private readonly handled = new Handled();

  constructor(private readonly modules: ModuleRef) {}

  @Get('use/:use/:value')
  use(@Param('use') use: string, @Param('value') value: string): object {
    const app = { get: (type: Type) => this.modules.get(type, { strict: false }) as unknown } as INestApplication;
    uses[use]!(valueAt(value), app);
    return { used: true };
  }

  /** The same value comes back, whatever has looked at it. */
  @Get('taken/:value')
  taken(@Param('value') value: string): object {
    const given = valueAt(value);
    return { used: Object.is(this.handled.takes(given), given) };
  }

  @Get('caught/:value')
  async caught(@Param('value') value: string): Promise<object> {
    const given = valueAt(value);
    return {
      used:
        Object.is(
          thrownBy(() => this.handled.throws(given)),
          given,
        ) && (await this.isRejected(given)),
    };
  }

  /** What Nest makes of it is the application's affair, and must be the same. */
  @Get('thrown/:value')
  thrown(@Param('value') value: string): object {
    return this.handled.throws(valueAt(value));
  }

  private async isRejected(given: unknown): Promise<boolean> {
    return this.handled.rejects(given).then(
      () => false,
      (reason: unknown) => Object.is(reason, given),
    );
  }
}

export const valueControllers: readonly Type[] = [ValueController];

function valueAt(index: string): never {
  return hostileValues[Number(index)]!.make() as never;
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
