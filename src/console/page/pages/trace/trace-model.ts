/** A trace as the views draw it: its tree, its times and what belongs to it, worked out once. */
import type { LogRow, TraceDetail } from '../../../shapes/index.js';
import { logMarks, type LogMark } from './log-marks.js';
import { spanTree, type SpanTree } from './span-tree.js';
import { extentOf, type TimeWindow } from './time-scale.js';

export interface TraceModel {
  readonly detail: TraceDetail;
  readonly tree: SpanTree;
  readonly extent: TimeWindow;
  readonly criticalIds: ReadonlySet<string>;
  /** The oldest first. */
  readonly lines: readonly LogRow[];
  readonly marks: ReadonlyMap<string, readonly LogMark[]>;
}

/** Of the whole trace, so near to each other lines are one mark. */
const NEAR_SHARE = 1 / 150;

export function traceModel(detail: TraceDetail, newestFirst: readonly LogRow[]): TraceModel {
  const extent = extentOf(detail.spans);
  const lines = newestFirst.toReversed();
  return {
    detail,
    tree: spanTree(detail.spans),
    extent,
    criticalIds: new Set(detail.criticalSpanIds),
    lines,
    marks: logMarks(lines, detail.row.startedAtMs, (extent.toMs - extent.fromMs) * NEAR_SHARE),
  };
}
