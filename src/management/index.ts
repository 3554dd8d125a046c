export type { Caller } from './access.js';
export type { Management, ManagementSurroundings } from './management.js';
