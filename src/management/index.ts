export type { Caller } from './access.js';
export type { ApplicationFacts, Inspection, InspectionSurroundings } from './inspection.js';
export type { Management, ManagementSurroundings } from './management.js';
