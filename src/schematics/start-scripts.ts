/** Lets the start scripts of package.json load `nestjs-observability/register` before the application. */
import { PACKAGE } from './package-name.js';
import type { SourceFile } from './source-file.js';
import type { Workspace } from './workspace.js';

const FLAG = `--import ${PACKAGE}/register`;
const VARIABLES = String.raw`(?:(?:npx\s+)?cross-env\s+)?(?:[A-Za-z_]\w*=\S*\s+)*`;
/** Node with a file; `node --test`, `node -e …` and the like start no application. */
const NODE = new RegExp(String.raw`^(\s*${VARIABLES}node)(?=\s)(?!.*\s(?:-e|-p|--eval|--print|--test)\b)`);
const NEST = new RegExp(String.raw`^(\s*${VARIABLES}(?:npx\s+)?nest\s+start)(?![\w:-])(?!.*\s(?:-e|--exec)\b)`);

/** Scripts that are not understood, or start another application, stay as they are. */
export function withRegister(file: SourceFile, workspace: Workspace): SourceFile {
  const names = scriptsOf(file).map((index) => file.word(index));
  return names.reduce((edited, name) => withRegisterIn(edited, name, workspace), file);
}

/** Whether a script loads it. */
export function registers(file: SourceFile): boolean {
  return file.text.includes(`${PACKAGE}/register`);
}

function withRegisterIn(file: SourceFile, name: string, workspace: Workspace): SourceFile {
  const value = file.tokens[scriptsOf(file).find((index) => file.word(index) === name)! + 2]!;
  const command = JSON.parse(value.text) as string;
  const edited = registering(command, workspace);
  return edited === command ? file : file.replace(value, JSON.stringify(edited));
}

/** Indexes of the names of scripts that start an application: `start`, `start:prod`, … */
function scriptsOf(file: SourceFile): number[] {
  const scripts = [...file.shallow(1, file.tokens.length - 1)].find((index) =>
    file.reads(index, '"scripts"', ':', '{'),
  );
  if (scripts === undefined) return [];
  const keys = [...file.shallow(scripts + 3, file.partnerOf(scripts + 2))];
  return keys.filter((index) => /^"start(:[^"]*)?"$/.test(file.word(index)) && isText(file, index + 2));
}

function isText(file: SourceFile, index: number): boolean {
  return file.word(index - 1) === ':' && file.tokens[index]?.kind === 'string';
}

function registering(command: string, workspace: Workspace): string {
  if (command.includes(`${PACKAGE}/register`)) return command;
  const parts = command.split(/(&&|\|\||[;|])/);
  return parts.map((part) => (startsApplication(part, workspace) ? withFlag(part) : part)).join('');
}

function withFlag(part: string): string {
  return part.replace(NODE, `$1 ${FLAG}`).replace(NEST, `$1 --exec "node ${FLAG}"`);
}

/** In a monorepo every script may start another application. */
function startsApplication(part: string, { project, root, isDefault, hasOwnRunner }: Workspace): boolean {
  const words = part.trim().split(/\s+/);
  if (NODE.test(part)) return project === undefined || words.some((word) => word.includes(`${root}/`));
  if (!NEST.test(part) || hasOwnRunner) return false;
  const isUnnamed = words.slice(words.indexOf('start') + 1).every((word) => word.startsWith('-'));
  return project === undefined || words.includes(project) || (isDefault && isUnnamed);
}
