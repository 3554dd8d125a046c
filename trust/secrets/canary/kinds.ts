/** Every kind of secret that docs/17-redaction.md promises to know, each with a way to make a new one. */
import { shapes } from './shapes.js';
import { named } from './names.js';
import { personal } from './personal.js';
import type { Hatchery } from './canary.js';

export interface Egg {
  readonly text: string;
  readonly field: readonly [name: string, value: string];
  readonly cores: readonly string[];
}

export interface Kind {
  readonly name: string;
  /** Known by its name alone: where a value comes without one, nobody can tell. */
  readonly needsName?: boolean;
  /** Has characters in it, or needs them around it, that percent-encoding takes away. */
  readonly endsWhenEncoded?: boolean;
  lay(hatchery: Hatchery): Egg;
}

export const kinds: readonly Kind[] = [...shapes, ...named, ...personal];
