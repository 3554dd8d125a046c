/** Which unit of Grafana's a metric has, and what turns its number into that unit. */
import type { MetricDefinition, MetricUnit } from '../../kernel/index.js';

export type Unit = 's' | 'bytes' | 'binBps' | 'percentunit' | 'currencyUSD' | 'short' | 'cps' | 'reqps' | 'none';

const valueUnits: Readonly<Record<MetricUnit, Unit>> = {
  seconds: 's',
  bytes: 'bytes',
  ratio: 'percentunit',
  timestamp_seconds: 's',
  cents: 'currencyUSD',
  count: 'short',
};

export function unitOf({ unit }: MetricDefinition): Unit {
  return valueUnits[unit];
}

export function isTimestamp({ name, unit }: MetricDefinition): boolean {
  return unit === 'timestamp_seconds' || name.endsWith('_timestamp_seconds');
}

export interface RateUnit {
  readonly unit: Unit;
  /** After a name: `per second`. */
  readonly phrase: string;
  /** What the query ends with. */
  readonly scale: string;
}

/** Money is read per hour and in dollars; seconds per second are a share of one core, or of one worker. */
export function rateUnitOf({ unit }: MetricDefinition): RateUnit {
  if (unit === 'cents') return { unit: 'currencyUSD', phrase: 'per hour', scale: ' * 3600 / 100' };
  if (unit === 'seconds') return { unit: 'percentunit', phrase: 'per second', scale: '' };
  return { unit: unit === 'bytes' ? 'binBps' : 'cps', phrase: 'per second', scale: '' };
}

/** Cents become dollars. */
export function inUnit({ unit }: MetricDefinition, expression: string): string {
  return unit === 'cents' ? `${expression} / 100` : expression;
}
