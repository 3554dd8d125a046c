/** The words of this room; the configuration speaks them too, and so they stand there. */
export { errorBudget, pageAlerts, ticketAlerts, type BurnAlert } from '../config/index.js';
export type { CounterSelector, Indicator, Objective, ObjectiveConfig, ObjectiveSelector } from '../config/index.js';
