/** The source compiled as it stands, for tests whose programs run, and end, in a process of their own. */
import { transformFileSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
/** Its code runs in no process of Node. */
const BROWSER_FOLDER = join('console', 'page');

export class BuiltSource {
  private readonly folder = mkdtempSync(join(tmpdir(), 'observability-source-'));

  /** @param programs relative to the repository */
  constructor(programs: readonly string[]) {
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => /(?<!\.spec)\.ts$/.test(file) && !file.startsWith(BROWSER_FOLDER));
    for (const file of [...sources.map((source) => join('src', source)), ...programs]) this.compile(file);
  }

  pathOf(program: string): string {
    return join(this.folder, program.replace(/\.ts$/, '.js'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private compile(file: string): void {
    const { code } = transformFileSync(join(root, file), {
      configFile: false,
      jsc: {
        target: 'es2022',
        keepClassNames: true,
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      // As the compiler does: a program that loads ES modules stays able to, and finds the names of ours by that.
      module: { type: 'commonjs', ignoreDynamic: true, exportInteropAnnotation: true },
    });
    mkdirSync(dirname(this.pathOf(file)), { recursive: true });
    writeFileSync(this.pathOf(file), code);
  }
}
