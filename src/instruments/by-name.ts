/** What an instrument keeps per name: a pool's counts, a journey's stages. */
import { OVERFLOW_LABEL } from '../metrics/index.js';

/** Names become label values, so those that come after `max` of them share one part, as they share one series. */
export class ByName<T> {
  private readonly parts = new Map<string, T>();

  constructor(
    private readonly max: number,
    private readonly make: (name: string) => T,
  ) {}

  of(name: string): T {
    const known = this.parts.get(name);
    if (known !== undefined) return known;
    if (this.parts.size >= this.max && name !== OVERFLOW_LABEL) return this.of(OVERFLOW_LABEL);
    const part = this.make(name);
    this.parts.set(name, part);
    return part;
  }

  values(): Iterable<T> {
    return this.parts.values();
  }
}
