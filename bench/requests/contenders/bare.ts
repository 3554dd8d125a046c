/** Nest alone: what everybody else is divided by. */
import type { SetUp } from './contender.js';

export const setUp: SetUp = () => ({});
