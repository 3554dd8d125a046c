/** Looks for many thousand needles at once in whatever came out, in one pass over its bytes. */

export interface Sighting<Owner> {
  readonly owner: Owner;
  /** What stands around it. */
  readonly context: string;
}

/** Enough to tell needles apart almost always; what they begin with in common is compared whole. */
const KEY_BYTES = 6;
const SEEN_BITS = 22;

export class Finder<Owner> {
  private readonly byKey = new Map<string, { needle: Buffer; owner: Owner }[]>();
  /** One byte per hash of four bytes: nearly every position is passed over by a look into it. */
  private readonly beginnings = new Uint8Array(2 ** SEEN_BITS);

  add(needle: string, owner: Owner): void {
    const bytes = Buffer.from(needle);
    const key = bytes.toString('latin1', 0, KEY_BYTES);
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, [{ needle: bytes, owner }]);
    else known.push({ needle: bytes, owner });
    this.beginnings[hashAt(bytes, 0)] = 1;
  }

  /** Each needle that is in there, once. */
  find(content: Buffer): Sighting<Owner>[] {
    const seen = new Map<Owner, Sighting<Owner>>();
    for (let at = 0; at + KEY_BYTES <= content.length; at++) {
      if (this.beginnings[hashAt(content, at)] === 0) continue;
      for (const { needle, owner } of this.byKey.get(content.toString('latin1', at, at + KEY_BYTES)) ?? []) {
        if (seen.has(owner) || !content.subarray(at, at + needle.length).equals(needle)) continue;
        seen.set(owner, { owner, context: content.toString('utf8', Math.max(0, at - 90), at + needle.length + 30) });
      }
    }
    return [...seen.values()];
  }
}

function hashAt(bytes: Buffer, at: number): number {
  return Math.imul(bytes.readUInt32LE(at), 0x9e3779b1) >>> (32 - SEEN_BITS);
}
