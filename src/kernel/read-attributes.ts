/** Attributes that the application has handed over, read once: a getter may throw, and a proxy at whatever it is asked. */
import type { Attributes } from './operation.js';

/** @throws TypeError for what is no object; whatever a getter of its throws */
export function readAttributes(given: Attributes): Attributes {
  // The letters of a text would be its attributes.
  if (typeof given !== 'object') throw new TypeError(`attributes must be an object; got ${typeof given}`);
  return { ...given };
}
