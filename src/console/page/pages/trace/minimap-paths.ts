/** The whole trace in small: one stroke a span, all strokes of a family in one path, so that a thousand spans are a few elements. */
import { familyOf, type SpanFamily } from './span-families.js';
import { endMs, type SpanTree } from './span-tree.js';
import { shareAt, type TimeWindow } from './time-scale.js';

export interface MinimapPath {
  readonly family: SpanFamily | 'failed';
  readonly d: string;
}

/** The picture's own units; it is stretched to where it stands. */
export const minimapSize = { width: 1_000, height: 48 } as const;

/** A stroke shorter than this would not be seen. */
const LEAST_WIDTH = 2;

/** Failed spans are a path of their own, the last and so the uppermost. */
export function minimapPaths({ nodes }: SpanTree, extent: TimeWindow): readonly MinimapPath[] {
  const paths = new Map<MinimapPath['family'], string>();
  for (const [index, { span }] of nodes.entries()) {
    const family = span.status === 'error' ? 'failed' : familyOf(span.kind);
    const left = shareAt(span.offsetMs, extent) * minimapSize.width;
    const right = Math.max(shareAt(endMs(span), extent) * minimapSize.width, left + LEAST_WIDTH);
    const y = ((index + 0.5) / nodes.length) * minimapSize.height;
    paths.set(family, `${paths.get(family) ?? ''}M${short(left)} ${short(y)}H${short(right)}`);
  }
  const all = [...paths].map(([family, d]) => ({ family, d }));
  return all.toSorted((one, other) => Number(one.family === 'failed') - Number(other.family === 'failed'));
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
