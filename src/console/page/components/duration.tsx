/** A duration with the unit that fits; a dash where it is not known. */
import type { JSX } from 'preact';
import { formatDuration } from '../format/duration.js';

export function Duration({ ms }: { readonly ms: number | null | undefined }): JSX.Element {
  return <span class="number">{formatDuration(ms)}</span>;
}
