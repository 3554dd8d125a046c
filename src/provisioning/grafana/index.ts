export { dashboards } from './dashboards.js';
