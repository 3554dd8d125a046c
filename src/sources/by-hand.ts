/** What instruments need of sources whose files are loaded on demand: an application may use a pool or server by hand alone. */
export function poolsByHand(): Pools & PoolSearch {
  const register = require('./pools/pool-register.js') as Pools;
  const search = require('./pools/pool-search.js') as PoolSearch;
  return { ...register, ...search };
}

/** What follows the clients of a WebSocket server. */
export function webSocketsByHand(): WebSocketConvention & ServerWatch & WebSocketClients {
  const convention = require('./websocket/websocket.convention.js') as WebSocketConvention;
  const watch = require('./websocket/observed-server.js') as ServerWatch;
  const clients = require('./websocket/client-connections.js') as WebSocketClients;
  return { ...convention, ...watch, ...clients };
}

/** How queries are measured, read and judged, for drivers that are not known. */
export function queriesByHand(): Queries & Statements & Failures {
  const queries = require('./database/database.convention.js') as Queries;
  const statements = require('./database/sql-statement.js') as Statements;
  const failures = require('./database/query-error.js') as Failures;
  return { ...queries, ...statements, ...failures };
}

type Queries = typeof import('./database/database.convention.js');
type Statements = typeof import('./database/sql-statement.js');
type Failures = typeof import('./database/query-error.js');
type Pools = typeof import('./pools/pool-register.js');
type PoolSearch = typeof import('./pools/pool-search.js');
type WebSocketConvention = typeof import('./websocket/websocket.convention.js');
type ServerWatch = typeof import('./websocket/observed-server.js');
type WebSocketClients = typeof import('./websocket/client-connections.js');
