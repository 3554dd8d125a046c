/**
 * What the console's server tells its page: version 1 of the API, as types that both sides compile against and nothing else. Times
 * are milliseconds since the Unix epoch, durations milliseconds, sizes bytes; names end in their unit. What is not known is null.
 */
export type * from './ai.js';
export type * from './application.js';
export type * from './captures.js';
export type * from './errors.js';
export type * from './events.js';
export type * from './health.js';
export type * from './live.js';
export type * from './logs.js';
export type * from './metrics.js';
export type * from './objectives.js';
export type * from './overview.js';
export type * from './page.js';
export type * from './profiles.js';
export type * from './session.js';
export type * from './span-groups.js';
export type * from './traces.js';
