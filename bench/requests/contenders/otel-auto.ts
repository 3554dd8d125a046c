/** OpenTelemetry's auto-instrumentations: all of it is the preload and OTEL_* variables. */
import type { SetUp } from './contender.js';
import { flushGlobalTracer } from './global-tracer.js';

export const setUp: SetUp = () => ({ flush: flushGlobalTracer });
