/** Which application of the workspace is meant, and where its files are: what `nest-cli.json` says. */
import { posix } from 'node:path';
import { notUnderstood } from './not-understood.js';
import type { SourceFile } from './source-file.js';
import type { SourceTree } from './source-tree.js';

/** What `nest add` hands on, or `nest g -c nestjs-observability nest-add` is given. */
export interface NestAddOptions {
  /** Name of a project of a monorepo. */
  readonly project?: string;
  /** Folder of the application's sources, e.g. `src`. `nest add` always gives it. */
  readonly sourceRoot?: string;
}

export interface Workspace {
  /** Name in a monorepo; undefined where there is one application only. */
  readonly project: string | undefined;
  /** Folder of the application in a monorepo: `apps/desk`. */
  readonly root: string;
  readonly sourceRoot: string;
  /** The file that starts the application. */
  readonly mainFile: string;
  /** Started by `nest start` without a name. */
  readonly isDefault: boolean;
  /** `nest start` is told to run something else than Node. */
  readonly hasOwnRunner: boolean;
}

interface Project {
  readonly type?: string;
  readonly root?: string;
  readonly sourceRoot?: string;
  readonly entryFile?: string;
  readonly exec?: string;
}

interface Settings extends Project {
  readonly projects?: Readonly<Record<string, Project>>;
}

const FILES = ['nest-cli.json', '.nest-cli.json'];

export function workspaceOf(tree: SourceTree, options: NestAddOptions): Workspace {
  const settings = settingsOf(tree);
  const name = projectOf(settings, options);
  const project = name === undefined ? settings : settings.projects![name]!;
  const root = project.root ?? '';
  const sourceRoot = project.sourceRoot ?? options.sourceRoot ?? posix.join(root, 'src');
  const mainFile = posix.join(sourceRoot, `${project.entryFile ?? settings.entryFile ?? 'main'}.ts`);
  const isDefault = root === (settings.root ?? '');
  const hasOwnRunner = (project.exec ?? settings.exec) !== undefined;
  return { project: name, root, sourceRoot, mainFile, isDefault, hasOwnRunner };
}

function settingsOf(tree: SourceTree): Settings {
  const path = FILES.find((name) => tree.has(name));
  return path === undefined ? {} : (valueOf(tree.get(path)) as Settings);
}

/** Nest's CLI takes comments and a last comma in its settings. */
function valueOf(file: SourceFile): unknown {
  const isLastComma = (index: number): boolean => file.word(index) === ',' && /[}\]]/.test(file.word(index + 1));
  const kept = file.tokens.filter((_, index) => !isLastComma(index));
  try {
    return JSON.parse(kept.map(({ text }) => text).join(' '));
  } catch {
    throw notUnderstood(`${file.path} must be JSON`, 'something else', 'mend it; comments and a last comma are fine');
  }
}

/** @returns undefined where there are no projects */
function projectOf({ projects = {} }: Settings, { project, sourceRoot }: NestAddOptions): string | undefined {
  const applications = Object.keys(projects).filter((name) => projects[name]!.type !== 'library');
  if (Object.keys(projects).length === 0 && project === undefined) return undefined;
  const isMeant = (name: string): boolean =>
    project === undefined ? projects[name]!.sourceRoot === sourceRoot : name === project;
  const meant = applications.length === 1 && project === undefined ? applications[0] : applications.find(isMeant);
  if (meant !== undefined) return meant;
  const fix = applications.length === 0 ? 'leave --project out' : `give --project one of ${applications.join(', ')}`;
  throw notUnderstood('--project must name an application of nest-cli.json', project ?? sourceRoot ?? 'none', fix);
}
