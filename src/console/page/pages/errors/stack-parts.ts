/** A stack as it is read: each frame of the application by itself, those of others in a row together. */
import type { ErrorFrame } from '../../../shapes/index.js';

export type StackPart =
  /** `isFirst` of its stack: nearest to where it was thrown. */
  | { readonly type: 'own'; readonly frame: ErrorFrame; readonly isFirst: boolean }
  | { readonly type: 'foreign'; readonly frames: readonly ErrorFrame[] }
  /** From here on it is the stack of what caused it. */
  | { readonly type: 'cause'; readonly text: string };

export function partsOf(frames: readonly ErrorFrame[]): readonly StackPart[] {
  const parts: StackPart[] = [];
  let hasOwn = false;
  for (const frame of frames) {
    const part = partOf(frame, !hasOwn);
    const last = parts.at(-1);
    hasOwn = part.type === 'own' || (hasOwn && part.type !== 'cause');
    if (part.type === 'foreign' && last?.type === 'foreign')
      parts.splice(-1, 1, { type: 'foreign', frames: [...last.frames, frame] });
    else parts.push(part);
  }
  return parts;
}

function partOf(frame: ErrorFrame, isFirst: boolean): StackPart {
  if (frame.isInApp) return { type: 'own', frame, isFirst };
  return frame.place === null && frame.text.startsWith('Caused by ')
    ? { type: 'cause', text: frame.text }
    : { type: 'foreign', frames: [frame] };
}
