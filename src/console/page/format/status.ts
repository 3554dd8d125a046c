/** How work ended, in a word. */
import type { SpanStatusName } from '../../shapes/index.js';

const words: Readonly<Record<SpanStatusName, string>> = {
  unset: 'ok',
  ok: 'ok',
  error: 'failed',
  canceled: 'canceled',
};

/** Who has not failed is fine, whether or not somebody said so. */
export function statusWord(status: SpanStatusName): string {
  return words[status];
}
