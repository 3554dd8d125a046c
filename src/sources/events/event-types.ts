/**
 * Bounded names for what is emitted. An event that some listener asks for by its very name keeps it; one that only patterns
 * match is named after the pattern that says most, so that `order.7.paid` and `order.8.paid` are both `order.*.paid`; the rest
 * keeps its name, until there are too many of them.
 */

/** A name as EventEmitter2 takes it: text, a symbol, or a list of both that stands for the parts of a name. */
export type EventName = string | symbol | readonly (string | symbol)[];

export interface EmitterNaming {
  /** Whether `*` and `**` mean anything. */
  readonly wildcard?: boolean;
  readonly delimiter?: string;
}

/** So many names are remembered; more of them can only be ids. */
const MAX_NAMES = 1000;
const TOO_MANY = '_OTHER';

export class EventTypes {
  private readonly known = new Map<string, string>();
  private readonly patterns: readonly Pattern[];
  private readonly delimiter: string;

  /** @param declared what listeners ask for */
  constructor(declared: Iterable<EventName>, { wildcard = false, delimiter = '.' }: EmitterNaming = {}) {
    this.delimiter = delimiter;
    const names = new Set([...declared].map((name) => this.textOf(name)));
    for (const name of names) this.known.set(name, name);
    const patterns = wildcard ? [...names].filter((name) => name.includes('*')) : [];
    this.patterns = patterns.map((name) => new Pattern(name, delimiter)).toSorted(bySaying);
  }

  of(event: unknown): string {
    const name = typeof event === 'string' ? event : this.textOf(event);
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const type = this.patterns.find((pattern) => pattern.matches(name))?.text;
    if (this.known.size >= MAX_NAMES) return type ?? TOO_MANY;
    this.known.set(name, type ?? name);
    return type ?? name;
  }

  private textOf(event: unknown): string {
    if (Array.isArray(event)) return event.map(partText).join(this.delimiter);
    return partText(event);
  }
}

/** What is no name at all is the emitter's affair; here it only must not throw. */
function partText(part: unknown): string {
  if (typeof part === 'symbol') return part.description ?? 'symbol';
  return typeof part === 'string' || typeof part === 'number' ? String(part) : TOO_MANY;
}

class Pattern {
  private readonly parts: readonly string[];

  constructor(
    readonly text: string,
    private readonly delimiter: string,
  ) {
    this.parts = text.split(delimiter);
  }

  /** How many parts it says exactly. */
  get literals(): number {
    return this.parts.filter((part) => !part.startsWith('*')).length;
  }

  matches(name: string): boolean {
    return fits(this.parts, name.split(this.delimiter));
  }
}

/** The pattern that says most first; equals in the order of the alphabet, so that no order of modules decides. */
function bySaying(one: Pattern, other: Pattern): number {
  return other.literals - one.literals || (one.text < other.text ? -1 : 1);
}

/** EventEmitter2's rules: `*` is one part, `**` any number of them. */
function fits([head, ...rest]: readonly string[], parts: readonly string[]): boolean {
  if (head === undefined) return parts.length === 0;
  if (head === '**') return [...parts, ''].some((_, index) => fits(rest, parts.slice(index)));
  return parts.length > 0 && (head === '*' || head === parts[0]) && fits(rest, parts.slice(1));
}
