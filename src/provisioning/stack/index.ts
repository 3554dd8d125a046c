export { stackFiles } from './stack-files.js';
