/** The stack of an error and of what caused it, line by line, without its secrets. */
import { errorMessageOf, errorTypeOf, framesOf, propertyOf, type ErrorFrame } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import type { SourcePlace } from '../shapes/index.js';

export interface StackLine {
  readonly text: string;
  /** Null of Node's own frames, and of the line that begins a cause. */
  readonly place: SourcePlace | null;
  readonly isInApp: boolean;
}

const MAX_CAUSES = 3;
const MAX_FRAMES = 50;
const MAX_CAUSE_LENGTH = 500;

export function stackOf(error: unknown, redactor: Redactor): StackLine[] {
  const lines = framesOf(error)
    .slice(0, MAX_FRAMES)
    .map((frame) => lineOf(frame, redactor));
  let cause = propertyOf(error, 'cause');
  for (let depth = 0; depth < MAX_CAUSES && cause !== undefined && cause !== null; depth++) {
    lines.push(
      headOf(cause, redactor),
      ...framesOf(cause)
        .slice(0, MAX_FRAMES)
        .map((frame) => lineOf(frame, redactor)),
    );
    cause = propertyOf(cause, 'cause');
  }
  return lines;
}

function lineOf({ called, file, line, column, isInApp }: ErrorFrame, redactor: Redactor): StackLine {
  const path = redactor.redactText(file);
  const text =
    called === '' ? `${path}:${line}:${column}` : `${redactor.redactText(called)} (${path}:${line}:${column})`;
  const isFile = !path.startsWith('node:') && !path.includes('<anonymous>') && path !== 'native';
  return { text, place: isFile ? { file: path, line, column } : null, isInApp };
}

function headOf(cause: unknown, redactor: Redactor): StackLine {
  const message = redactor.redactText(errorMessageOf(cause), MAX_CAUSE_LENGTH);
  return { text: `Caused by ${errorTypeOf(cause)}: ${message}`, place: null, isInApp: false };
}
