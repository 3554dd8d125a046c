// The proxy behind which restarts are tried: installed like the servers, and started by the trust run itself.
import { findProgram } from './programs.mjs';

export const nginx = {
  name: 'nginx',
  packages: ['nginx'],
  units: ['nginx.service'],
  programs: { proxy: () => findProgram('nginx') },
};
