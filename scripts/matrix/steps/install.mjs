// Installs the tarball and everything else as the package manager does it for users, with strict engines and strict peers.
import { problemOf, runOf } from './command-of.mjs';

export async function install(context) {
  return problemOf(await runOf(context.installer.install(context), [], context));
}
