/** What any of the ways into the log hands to the writer. */
import type { Operation } from '../kernel/index.js';
import type { LineSink } from './line-sink.js';

export interface LogEntry {
  /** pino's number. */
  readonly level: number;
  /** The level's own word, for levels an application has added. */
  readonly levelWord?: string | undefined;
  /** Nest's context: usually a class. */
  readonly target?: string | undefined;
  readonly message: string;
  /** Later ones win. */
  readonly fields?: readonly object[] | undefined;
  readonly error?: unknown;
  /** The operation the line is about; default is the current one. */
  readonly operation?: Operation | undefined;
  /**
   * Tells the fields of a line that this library makes about one operation, in place of `fields`. There are as many such lines
   * as operations, without secrets and without names that are taken: neither the flood limit nor redaction concerns them.
   */
  readonly own?: ((line: LineSink) => void) | undefined;
}

/** Characters of a message or a stack; the rest is cut. */
export const MAX_TEXT_LENGTH = 32_768;

/** Lines that name no context. */
export const DEFAULT_TARGET = 'Application';
