/** What any of the ways into the log hands to the writer. */
import type { Operation } from '../kernel/index.js';

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
   * Made by this library about one operation: as many as there are operations, and without secrets. Neither the flood limit
   * nor redaction concerns it.
   */
  readonly isOwn?: boolean;
}

/** Characters of a message or a stack; the rest is cut. */
export const MAX_TEXT_LENGTH = 32_768;

/** Lines that name no context. */
export const DEFAULT_TARGET = 'Application';
