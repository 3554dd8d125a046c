// One cell: a fresh application is written, and each step of a user's first day is taken until one fails.
import { writeApplication } from './application-files.mjs';
import { withNode } from './command.mjs';
import { dependencySet } from './dependency-sets.mjs';
import { describeCell } from './dimensions.mjs';
import { installers } from './installers.mjs';
import { compile } from './steps/compile.mjs';
import { install } from './steps/install.mjs';
import { start } from './steps/start.mjs';
import { test } from './steps/test.mjs';
import { types } from './steps/types.mjs';
import { takeSteps } from './take-steps.mjs';

/** What is done in every cell, in this order. */
export const cellSteps = { install, types, compile, start, test };

/**
 * @param machine `tools`: folder of tools.mjs, `nodeOf(release)`: path of a Node, `registry`: what npm uses
 * @returns a result of take-steps.mjs
 */
export async function runCell(cell, { folder, library, machine, steps = cellSteps }) {
  const installer = installers[cell.installer];
  const set = dependencySet(cell, library.peers);
  writeApplication(folder, { cell, installer, set, library });
  const environment = { ...withNode(await machine.nodeOf(cell.node)), ...registryFor(machine.registry) };
  return takeSteps(describeCell(cell), steps, { cell, folder, installer, environment, tools: machine.tools });
}

/** Yarn does not read npm's configuration, where a machine may name a mirror. */
function registryFor(url) {
  const { protocol, hostname } = new URL(url);
  return {
    YARN_NPM_REGISTRY_SERVER: url.replace(/\/$/, ''),
    ...(protocol === 'http:' && { YARN_UNSAFE_HTTP_WHITELIST: hostname }),
  };
}
