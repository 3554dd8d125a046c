/** Types of the options of redaction and of kept exchanges. */
import type { CaptureRule } from './capture.options.js';

/** What is replaced before anything is kept or leaves. */
export interface RedactionOptions {
  /** More key names whose values are hidden (any case, `-` and `_` ignored). */
  keys?: readonly string[];
  /** More patterns whose matches are hidden in any text. */
  patterns?: readonly RegExp[];
  /** Put in place of what was hidden. @default '[REDACTED]' */
  replacement?: string;
  /** Personal data that is looked for in texts as well. */
  detect?: PersonalDataOptions;
  /**
   * Decides about fields of logged objects, attributes and headers before the rules do. What it returns is shown instead, itself
   * redacted; `undefined` leaves the value to the rules, and one that throws hides it. Called for each field: keep it quick.
   */
  custom?: (key: string, value: unknown) => unknown;
}

/** Which personal data is redacted. */
export interface PersonalDataOptions {
  /** E-mail addresses. @default false */
  email?: boolean;
  /** International bank account numbers whose check digits are right. @default false */
  iban?: boolean;
  /** Social Security numbers of the United States, with their hyphens or spaces. @default false */
  ssn?: boolean;
}

/** Which requests and responses are kept. */
export interface CaptureOptions {
  /**
   * Which requests and responses are kept in memory, headers and bodies, without their secrets; the first rule that fits counts.
   * Without a rule nothing is kept and nothing of it is loaded. Text is a list of moments, `failed,slow`, or JSON. @default []
   */
  rules?: readonly CaptureRule[];
  /** Of each body, in bytes; of a longer one the beginning is kept. 0 keeps no bodies. @default 16384 */
  maxBodyBytes?: number;
  /** The newest so many are kept. @default 100 */
  maxEntries?: number;
  /** Of all that is kept, and of all bodies under way, in bytes each. @default 8388608 */
  maxBytes?: number;
  /** How long they are kept, in milliseconds. @default 3600000 */
  maxAgeMs?: number;
  /** Headers that are left out; those that are secrets are kept by name only. @default [] */
  omittedHeaders?: readonly string[];
}
