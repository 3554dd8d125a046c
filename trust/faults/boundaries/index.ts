/** The one list of places where code that is not ours is called while the application runs. */
import type { Boundary } from '../boundary.js';
import { accessBoundaries } from './access.js';
import { callRecorders } from './call-recorders.js';
import { consolePages } from './console-pages.js';
import { decoratedCallbacks } from './decorators.js';
import { instrumentCallbacks } from './instruments.js';
import { listenerBoundaries } from './listeners.js';
import { optionCallbacks } from './option-callbacks.js';
import { outlets } from './outlets.js';
import { pluginHandlers } from './plugin-handlers.js';
import { pluginParts } from './plugin-parts.js';
import { readings } from './readings.js';

export const boundaries: readonly Boundary[] = [
  ...optionCallbacks,
  ...decoratedCallbacks,
  ...accessBoundaries,
  ...consolePages,
  ...listenerBoundaries,
  ...instrumentCallbacks,
  ...outlets,
  ...pluginHandlers,
  ...callRecorders,
  ...pluginParts,
  ...readings,
];
