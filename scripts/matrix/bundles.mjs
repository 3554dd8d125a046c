// The one application that is bundled: its cell, and what is done there.
import { completeCell } from './dimensions.mjs';
import { esbuild, webpack } from './steps/bundle.mjs';
import { compile } from './steps/compile.mjs';
import { install } from './steps/install.mjs';

export const bundledCell = completeCell({ nest: '12', module: 'esm', installer: 'npm' });
export const bundleSteps = { install, compile, esbuild, webpack };
