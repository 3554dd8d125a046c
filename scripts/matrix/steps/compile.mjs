// Compiles the application with declarations, as Nest's template does. Only its own files and ours may not have errors.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runOf } from './command-of.mjs';

export async function compile(context) {
  const command = [...context.installer.program(context, 'tsc'), '-p', 'tsconfig.json'];
  const { stdout, stderr } = await runOf(command, ['--skipLibCheck'], context);
  const isCompiled = stdout === '' && existsSync(join(context.folder, 'dist/main.js'));
  return isCompiled ? undefined : [stdout, stderr].join('\n');
}
