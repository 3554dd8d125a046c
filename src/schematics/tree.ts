/** What this room needs of @angular-devkit, which Nest's CLI brings along: described here, so that the package needs none of it. */

/** The files of the workspace. Nothing reaches the disk before the schematic has returned. */
export interface Tree {
  read(path: string): Uint8Array | null;
  exists(path: string): boolean;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
  getDir(path: string): Folder;
}

export interface Folder {
  readonly subfiles: readonly string[];
  readonly subdirs: readonly string[];
  dir(name: string): Folder;
}

export interface SchematicContext {
  readonly logger: { info(message: string): void };
}

export type Rule = (tree: Tree, context: SchematicContext) => void;
