/** Providers that write down when Nest calls their hooks. */
import { Injectable, type Type } from '@nestjs/common';
import type { Journal } from './journal.js';

export function lifecycleProvider(name: string, journal: Journal): Type {
  @Injectable()
  class Hooks {
    async onModuleInit(): Promise<void> {
      await Promise.resolve();
      journal(`${name} init`);
    }

    onApplicationBootstrap(): void {
      journal(`${name} bootstrap`);
    }

    onModuleDestroy(): void {
      journal(`${name} destroy`);
    }

    beforeApplicationShutdown(signal?: string): void {
      journal(`${name} before shutdown ${String(signal)}`);
    }

    async onApplicationShutdown(signal?: string): Promise<void> {
      await Promise.resolve();
      journal(`${name} shutdown ${String(signal)}`);
    }
  }
  return Hooks;
}
