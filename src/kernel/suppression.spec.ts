import { createRequire } from 'node:module';
import { ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { isTelemetrySuppressed, suppressTelemetry, temporarilySuppressed } from './suppression.js';

interface Core {
  suppressTracing(ambient: Context): Context;
  isTracingSuppressed(ambient: Context): boolean;
}

const core = createRequire(require.resolve('@opentelemetry/sdk-node'))('@opentelemetry/core') as Core;

it("is the SDK's own mark, in both directions", () => {
  expect(isTelemetrySuppressed(core.suppressTracing(ROOT_CONTEXT))).toBe(true);
  expect(core.isTracingSuppressed(suppressTelemetry(ROOT_CONTEXT))).toBe(true);
  expect(isTelemetrySuppressed(ROOT_CONTEXT)).toBe(false);
});

it('ends for everything that was begun in a temporary one', () => {
  const { context, end } = temporarilySuppressed();
  const key = Symbol('of somebody else');
  const derived = context.setValue(key, 'kept').deleteValue(Symbol('unknown'));
  const before = [context, derived].map(core.isTracingSuppressed);

  end();

  expect(before).toEqual([true, true]);
  expect([context, derived].map(core.isTracingSuppressed)).toEqual([false, false]);
  expect(derived.getValue(key)).toBe('kept');
});

it('shows what else is known there, and leaves a suppression that somebody else has begun', () => {
  const { context, end } = temporarilySuppressed();
  const key = Symbol('of somebody else');
  const given = context.setValue(key, 'given');
  const lasting = suppressTelemetry(given);

  end();

  expect([context, given, given.deleteValue(key), lasting].map((one) => one.getValue(key))).toEqual([
    undefined,
    'given',
    undefined,
    'given',
  ]);
  expect([context, given, lasting].map(isTelemetrySuppressed)).toEqual([false, false, true]);
});
