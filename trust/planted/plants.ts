/** The one list of planted defects, at least one for each class of promise. */
import type { Plant } from './plant.js';

export const plants: readonly Plant[] = [];
