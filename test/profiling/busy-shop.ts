/** A shop with a route that burns CPU in one function, next to others that wait or do a little. */
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { Traced } from 'nestjs-observability';
import type { RunningApplication } from '../support/application.js';

let burners: typeof import('./burners.js');

/** In `beforeEach`: functions that V8 has never seen. */
export function renewBurners(): void {
  jest.isolateModules(() => (burners = require('./burners.js') as typeof import('./burners.js')));
}

@Injectable()
export class Pricing {
  @Traced('price')
  price(): number {
    return burners.hotFunction(150);
  }
}

@Controller('shop')
export class ShopController {
  constructor(private readonly pricing: Pricing) {}

  /** Burns after an `await`, in a timer, and between others. */
  @Get('hot/:id')
  async hot(@Param('id') id: string): Promise<string> {
    for (let round = 0; round < 5; round++) {
      await wait(1);
      burners.hotFunction(20);
    }
    return id;
  }

  @Get('warm')
  async warm(): Promise<string> {
    for (let round = 0; round < 5; round++) {
      await null;
      burners.warmFunction(12);
      await wait(1);
    }
    return 'warm';
  }

  @Get('idle')
  async idle(): Promise<string> {
    await wait(20);
    return 'idle';
  }

  @Get('priced')
  priced(): string {
    return String(this.pricing.price());
  }
}

export const shop = { controllers: [ShopController], providers: [Pricing] };

/** Requests each path again and again until `isOver`; answers have to be right. */
export async function load(
  application: RunningApplication,
  paths: readonly string[],
  isOver: () => boolean,
): Promise<void> {
  const visit = async (path: string): Promise<void> => {
    while (!isOver()) {
      const response = await application.request(path);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      await response.text();
    }
  };
  await Promise.all(paths.map(visit));
}
