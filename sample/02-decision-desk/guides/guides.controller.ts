/** What to ask oneself at each step. The same for everybody, so it is read once a minute and kept. */
import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Controller, Get, Inject, Param, ParseEnumPipe } from '@nestjs/common';
import { coaching } from '../ai/coaching.js';
import { componentTypes, type ComponentType } from '../cycles/component-type.js';

export interface Guide {
  readonly component: ComponentType;
  readonly questions: readonly string[];
}

@Controller('components')
export class GuidesController {
  constructor(@Inject(CACHE_MANAGER) private readonly cache: Cache) {}

  @Get(':type/guide')
  guide(@Param('type', new ParseEnumPipe(componentTypes)) component: ComponentType): Promise<Guide> {
    return this.cache.wrap(component, async () => ({ component, questions: coaching[component] }));
  }
}
