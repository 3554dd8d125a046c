// What one run does, one task after the other. A task has a name, by which a resumed run knows it, and work to do in a folder.
import { bundledCell, bundleSteps } from './bundles.mjs';
import { runCell } from './cell.mjs';
import { describeCell } from './dimensions.mjs';
import { packageChecks } from './package-checks.mjs';
import { takeSteps } from './take-steps.mjs';

/** All take `context`: `library` of packed.mjs and `machine` of tools.mjs. Work resolves to a result of take-steps.mjs. */
export function tarballTask({ library: { tarball }, machine: { tools } }) {
  return { name: 'tarball', work: (folder) => takeSteps('tarball', packageChecks, { folder, tarball, tools }) };
}

export function bundlesTask(context) {
  const work = (folder) => runCell(bundledCell, { ...context, folder, steps: bundleSteps });
  return { name: 'bundles', work: async (folder) => ({ ...(await work(folder)), cell: 'bundles' }) };
}

export function cellTask(cell, context) {
  return { name: describeCell(cell), work: (folder) => runCell(cell, { ...context, folder }) };
}
