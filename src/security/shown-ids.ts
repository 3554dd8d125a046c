/**
 * Ids as they may be told: users, sessions and requests are called as others please, by an e-mail address or a token too. What was made
 * to be an id is passed over; the rest comes back with every line of a request, so that each is looked at once.
 */

/** Our own, and UUIDs. */
const MADE = /^(?:[\da-f]{16}-[\da-z]{1,12}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;
const MAX_REMEMBERED = 1_000;
const MAX_REMEMBERED_LENGTH = 128;

export class ShownIds {
  private readonly remembered = new Map<string, string>();

  constructor(private readonly redactText: (text: string) => string) {}

  of(id: string): string {
    if (MADE.test(id)) return id;
    const known = this.remembered.get(id);
    if (known !== undefined) return known;
    const shown = this.redactText(id);
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    if (id.length <= MAX_REMEMBERED_LENGTH) this.remembered.set(id, shown);
    return shown;
  }
}
