/** The HTTP part of the benchmark: ours on ÷ off in one process, and everybody × bare in processes of their own. */
export { requests } from './requests.js';
export { field } from './field.js';
