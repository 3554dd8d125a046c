// The browser in which the console is tested: installed like the servers, and started by the tests themselves.
import { findProgram } from './programs.mjs';

export const chromium = {
  name: 'chromium',
  packages: ['chromium'],
  units: [],
  programs: { browser: () => findProgram('chromium') },
};
