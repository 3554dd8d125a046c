export { HooksHandler, idsOf } from './hooks.handler.js';
