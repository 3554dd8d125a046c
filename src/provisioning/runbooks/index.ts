export { runbooks } from './runbooks.js';
