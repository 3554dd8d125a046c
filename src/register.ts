/**
 * `node --import nestjs-observability/register app.js` (or `--require`): tracing runs before the application is loaded,
 * so that whatever it does while loading is traced too. Configured by environment and file; `forRoot` takes over later.
 *
 * @module nestjs-observability/register
 */
import { resolveConfig, type ResolvedConfig } from './config/index.js';
import { otlpTraces } from './exporters/index.js';
import { Diagnostics, OperationPipeline, systemClock } from './kernel/index.js';
import { OutgoingSource } from './sources/index.js';
import { offerEarlyTracing, peekEarlyTracing, startTracing, type Tracing } from './tracing/index.js';

if (peekEarlyTracing() === undefined) register(resolveConfig({}));

function register(config: ResolvedConfig): void {
  if (!config.isEnabled || !config.traces.isEnabled) return;
  const diagnostics = new Diagnostics();
  const tracing = startEarly(config, diagnostics);
  const pipeline = new OperationPipeline({ handlers: [tracing.handler], diagnostics });
  tracing.onInterestChange(() => pipeline.replan());
  const outgoing = new OutgoingSource({ requestIdHeader: config.http.requestIdHeader });
  outgoing.attach(pipeline);
  const forgetExit = flushBeforeExit(tracing, config.shutdown.flushTimeoutMs);
  const stop = (timeoutMs: number): Promise<void> => {
    outgoing.detach();
    forgetExit();
    return tracing.shutdown(timeoutMs);
  };
  offerEarlyTracing({ tracing, config, diagnostics, stop });
}

function startEarly(config: ResolvedConfig, diagnostics: Diagnostics): Tracing {
  const clock = systemClock;
  const consumers =
    config.traces.exporter === 'otlp' ? [otlpTraces({ config: config.traces, diagnostics, clock })] : [];
  return startTracing({ config, diagnostics, clock, consumers });
}

/** A script that simply ends still sends its last spans; this neither keeps the process nor changes how it exits. */
function flushBeforeExit(tracing: Tracing, timeoutMs: number): () => void {
  const flush = (): void => void tracing.flush(timeoutMs);
  process.once('beforeExit', flush);
  return () => void process.off('beforeExit', flush);
}
