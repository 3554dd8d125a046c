/** Whose code a function is, and the colour that says so: own code stands out, packages share a family of colours, Node and V8 stay back. */
import type { ProfileFrame } from '../../../shapes/index.js';

export type OwnerKind = 'app' | 'package' | 'node' | 'engine';

export interface FrameOwner {
  readonly kind: OwnerKind;
  /** `src/orders`, `@nestjs/core`, `node:fs`, `V8`. */
  readonly name: string;
}

export const ownerTitles: Readonly<Record<OwnerKind, string>> = {
  app: 'Own code',
  package: 'Packages',
  node: 'Node',
  engine: 'V8',
};

export function ownerOf({ file, isInApp }: ProfileFrame): FrameOwner {
  if (file === null) return { kind: 'engine', name: 'V8' };
  if (file.startsWith('node:')) return { kind: 'node', name: file.split('/')[0]! };
  const name = packageOf(file);
  if (isInApp || name === undefined) return { kind: 'app', name: folderOf(file) };
  return { kind: 'package', name };
}

/** So many shades of each kind there are. */
export const SHADES = 4;

/** The same for the same owner, from 0. */
export function shadeOf({ name }: FrameOwner): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash % SHADES;
}

/** Of the innermost `node_modules`, as pnpm nests them. */
function packageOf(file: string): string | undefined {
  return /^.*[\\/]?node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(file)?.[1];
}

function folderOf(file: string): string {
  return file.replace(/[\\/]?[^\\/]*$/, '') || '.';
}
