/** The application's own frames of an error, for `err.frames`: where it came from, and what is written there. */
import { framesOf, type ErrorFrame, type SourceLines } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';

export interface FrameFields {
  /** `OrdersService.find`; absent at the top level of a file. */
  readonly function?: string;
  readonly file: string;
  readonly line: number;
  /** That line and those around it, by number. Absent until the file has been read, which its first error begins. */
  readonly source?: Readonly<Record<string, string>>;
}

const MAX_FRAMES = 5;

export function frameFields(error: unknown, source: SourceLines, redactor: Redactor): FrameFields[] {
  const frames = framesOf(error).filter(({ isInApp }) => isInApp);
  // Read outside of whatever is going on: this line has what is known, the next one has more.
  void source.load(frames);
  return frames.slice(0, MAX_FRAMES).map((frame) => fieldsOf(frame, source, redactor));
}

function fieldsOf(frame: ErrorFrame, source: SourceLines, redactor: Redactor): FrameFields {
  const lines = sourceOf(frame, source, redactor);
  return {
    ...(frame.called !== '' && { function: frame.called }),
    file: redactor.redactText(frame.file),
    line: frame.line,
    ...(lines !== undefined && { source: lines }),
  };
}

function sourceOf(frame: ErrorFrame, source: SourceLines, redactor: Redactor): FrameFields['source'] {
  const excerpt = source.excerptAt(frame);
  if (excerpt === undefined) return undefined;
  const first = frame.line - excerpt.before.length;
  const lines = [...excerpt.before, excerpt.line, ...excerpt.after];
  return Object.fromEntries(lines.map((text, index) => [first + index, redactor.redactText(text)]));
}
