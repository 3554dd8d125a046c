/** Pipes for the query parameter `value`; `trouble-plain` in it has them throw. */
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { raise, type FaultName } from '../faults.js';
import type { Journal } from '../journal.js';
import { beats } from '../lateness.js';

const TROUBLE = 'trouble-';

function upper(journal: Journal) {
  return class UpperPipe implements PipeTransform {
    transform(value: unknown, { type }: ArgumentMetadata): unknown {
      journal(`upper pipe for ${type}`);
      return typeof value === 'string' ? checked(value).toUpperCase() : value;
    }
  };
}

function late(journal: Journal) {
  return class LatePipe implements PipeTransform {
    async transform(value: unknown): Promise<unknown> {
      await beats(1);
      journal('late pipe');
      return typeof value === 'string' ? checked(value) : value;
    }
  };
}

function checked(value: string): string {
  return value.startsWith(TROUBLE) ? raise(value.slice(TROUBLE.length) as FaultName) : value;
}

export const pipes = {
  'upper-pipe': { role: 'pipe', make: upper },
  'late-pipe': { role: 'pipe', make: late },
} as const;
