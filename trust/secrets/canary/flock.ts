/** All canaries of one round, and the ear for them. */
import type { Canary, Hatchery } from './canary.js';
import { Finder, type Sighting } from './finder.js';
import { formsOf, piecesOf } from './forms.js';
import type { Kind } from './kinds.js';

/** A canary and where it went in. */
export interface Entered {
  readonly canary: Canary;
  readonly way: string;
}

export class Flock {
  readonly entered: Entered[] = [];
  private readonly secrets = new Finder<Entered>();
  private readonly witnesses = new Finder<Entered>();

  constructor(private readonly hatchery: Hatchery) {}

  hatch(kind: Kind, way: string): Canary {
    const { text, field, cores } = kind.lay(this.hatchery);
    const witness = `seen${this.hatchery.text(12)}`;
    const canary = { kind: kind.name, text: `${witness} ${text}`, field, cores, witness };
    this.expect(canary, way);
    return canary;
  }

  /** A secret that has no text around it: of the configuration, of the environment. */
  expect(canary: Canary, way: string): void {
    const entered = { canary, way };
    this.entered.push(entered);
    for (const core of canary.cores)
      for (const form of piecesOf(core).flatMap(formsOf)) this.secrets.add(form, entered);
    if (canary.witness !== '') this.witnesses.add(canary.witness, entered);
  }

  escapedIn(content: Buffer): Sighting<Entered>[] {
    return this.secrets.find(content);
  }

  witnessedIn(content: Buffer): readonly Entered[] {
    return this.witnesses.find(content).map(({ owner }) => owner);
  }
}
