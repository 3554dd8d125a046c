export type { Endpoint, EndpointAnswer, EndpointRequest } from './endpoint.js';
export { EndpointServer } from './endpoint-server.js';
export { EndpointTable } from './endpoint-table.js';
export { OwnPortServer, type OwnPortOptions } from './own-port.js';
export { pathOf } from './request-target.js';
export { RequestGate, type RequestForward, type RequestObserver, type RequestServer } from './request-gate.js';
