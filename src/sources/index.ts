export { errorRecorder } from './error-recorder.js';
export { exchangeOn } from './http/http-exchange.js';
export { httpServerConvention, UNMATCHED_ROUTE } from './http/http.convention.js';
export { HttpSource, type HttpSourceOptions } from './http/http.source.js';
export { RouteTable, type Route } from './http/route-table.js';
export { enhancersAmong, enhancersOf, methodNames, type Enhancer, type EnhancerRole } from './phases/enhancers.js';
export { phaseMetrics } from './phases/phase.metrics.js';
export { nameHandlers, observeEnhancer, observeHandlers } from './phases/phase.source.js';
export { OutgoingSource } from './outgoing/outgoing.source.js';
