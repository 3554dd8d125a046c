/** What an option may hold: how text becomes a value, and whether a value is possible. */
import type { ObservabilityErrorCode } from '../kernel/index.js';

export interface OptionType {
  /** For messages and tables: `integer from 0 to 65535`. */
  readonly name: string;
  /**
   * Text to candidate; text that cannot be read comes back as it is and then fails the check.
   * Absent: the value exists in code only, so neither a file nor a variable can give it.
   */
  readonly fromText?: (text: string) => unknown;
  /** How a variable writes it, for types whose text looks unlike code. */
  readonly textExample?: string;
  /** Judges a candidate; an accepted value is normalised and a copy, never the user's own object. */
  readonly check: (candidate: unknown) => Verdict;
}

export type Verdict = { readonly value: unknown } | { readonly complaints: readonly Complaint[] };

export interface Complaint {
  /** Place inside the value: `[0].ratio`. */
  readonly at?: string;
  /** Continues the option's name: `must ascend`. */
  readonly fact: string;
  /** The offending part, when it is not the whole value. */
  readonly got?: unknown;
  readonly fix: string;
  readonly code?: ObservabilityErrorCode;
}

export function accept(value: unknown): Verdict {
  return { value };
}

export function refuse(fact: string, fix: string): Verdict {
  return { complaints: [{ fact, fix }] };
}

/** The value, unless something about it was complained about. */
export function judge(value: unknown, complaints: readonly Complaint[]): Verdict {
  return complaints.length > 0 ? { complaints } : { value };
}

/** For `fromText` of types that text gives as JSON. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
