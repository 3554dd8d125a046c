/** Suites that run the stack's own programs, where they have been built: `node scripts/operations/build-stack.mjs`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const builder = 'scripts/operations/build-stack.mjs';

/**
 * A `describe` that runs when the programs are there. Otherwise it is a skip whose title says what to build, in CI as well: to
 * build them takes longer than all tests together.
 *
 * @param suite gets each program's file; in a skipped suite they are empty
 */
export function describeWithPrograms<Name extends string>(
  names: readonly Name[],
  title: string,
  suite: (files: Readonly<Record<Name, string>>) => void,
): void {
  const files = builtPrograms(names);
  const missing = names.filter((name) => files[name] === '');
  if (missing.length === 0) return describe(title, () => suite(files));
  const reason = `not built: ${missing.join(', ')}; to build: node ${builder} ${missing.join(' ')}`;
  describe.skip(`${title} (skipped: ${reason})`, () => suite(files));
}

function builtPrograms<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const { stdout } = spawnSync(process.execPath, [builder, '--check', ...names], { cwd: root, encoding: 'utf8' });
  const found = new Map([...stdout.matchAll(/^(\S+) +(\/.*)$/gm)].map(([, name = '', file = '']) => [name, file]));
  return Object.fromEntries(names.map((name) => [name, found.get(name) ?? ''])) as Record<Name, string>;
}
