/** The context of a request whose caller records its trace: what is below it is recorded whatever the ratio. */
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';

const CALLER = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
};

export function underSampledCaller<T>(work: () => T): T {
  return context.with(trace.setSpanContext(ROOT_CONTEXT, CALLER), work);
}
