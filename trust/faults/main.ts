/** Fault injection: at every boundary between the module and what is not ours, whatever can fail does. */
import { runPart } from '../harness/run-part.js';
import { tryCallbacks } from './callbacks/try-callbacks.js';
import { tryClocks } from './clocks/try-clocks.js';
import { tryClosing } from './closing/try-closing.js';
import { tryDeclared } from './declared/try-declared.js';
import { tryFiles } from './files/try-files.js';
import { tryRemote } from './remote/try-remote.js';
import { UnhandledErrors } from './subject/unhandled.js';
import { tryValues } from './values/try-values.js';

const unhandled = new UnhandledErrors();
unhandled.watch();

/** Until which share of the time each may go on: the first has the most to try. */
runPart('faults', async (trial) => {
  tryDeclared(trial);
  await tryClocks(trial, unhandled);
  await tryFiles(trial, unhandled);
  await tryCallbacks(trial, unhandled, 0.45);
  await tryValues(trial, unhandled, 0.65);
  await tryRemote(trial, unhandled, 0.85);
  await tryClosing(trial, unhandled, 1);
});
