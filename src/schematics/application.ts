/** The application as it is written: the file that starts it, and the file of its root module. */
import { posix } from 'node:path';
import { rootModuleOf } from './bootstrap.js';
import { originOf } from './imports.js';
import { declaresModule } from './module-metadata.js';
import { notUnderstood } from './not-understood.js';
import type { SourceTree } from './source-tree.js';
import type { Workspace } from './workspace.js';

export interface Application {
  readonly mainFile: string;
  /** Name of the root module's class. */
  readonly moduleName: string;
  readonly moduleFile: string;
  /** What imports of the application's own files end with. */
  readonly importSuffix: '' | '.js';
}

export function applicationOf(tree: SourceTree, { mainFile, sourceRoot }: Workspace): Application {
  if (!tree.has(mainFile)) {
    const fix =
      'give the folder by --source-root, or the project by --project; JavaScript needs the lines of the quick start';
    throw notUnderstood(`${mainFile} must start the application`, 'no such file', fix);
  }
  const main = tree.get(mainFile);
  const moduleName = rootModuleOf(main);
  const origin = originOf(main, moduleName);
  const candidates = origin === undefined ? [mainFile] : candidatesFor(origin, mainFile, sourceRoot);
  const moduleFile = candidates.find((path) => tree.has(path) && declaresModule(tree.get(path), moduleName));
  const importSuffix = origin?.endsWith('.js') ? '.js' : '';
  if (moduleFile !== undefined) return { mainFile, moduleName, moduleFile, importSuffix };
  const got = `none in ${candidates.join(', ')}`;
  const fix = `import it in ${mainFile} from the file that declares it`;
  throw notUnderstood(`${moduleName} must be a class with @Module(…)`, got, fix);
}

/** `./app.module`, `./app.module.js`, `./app`, `src/app.module`; under an alias of tsconfig.json, where Nest puts it. */
function candidatesFor(origin: string, mainFile: string, sourceRoot: string): string[] {
  const path = origin.replace(/\.[jt]s$/, '');
  const isRelative = origin.startsWith('.');
  const place = isRelative ? posix.join(posix.dirname(mainFile), path) : path;
  const usual = isRelative
    ? []
    : [posix.join(sourceRoot, 'app.module.ts'), posix.join(sourceRoot, `${posix.basename(path)}.ts`)];
  return [...new Set([`${place}.ts`, posix.join(place, 'index.ts'), ...usual])];
}
