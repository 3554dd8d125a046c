/** What V8's profilers hand out: the content of `.cpuprofile` and `.heapprofile` files (Chrome DevTools Protocol, Profiler and HeapProfiler). */

export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  /** A path, a file URL or `node:…`; empty for what is no JavaScript. */
  readonly url: string;
  /** From 0, as is the column. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface V8CpuNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly hitCount?: number;
  readonly children?: readonly number[];
}

export interface V8CpuProfile {
  /** The outermost first. */
  readonly nodes: readonly V8CpuNode[];
  /** On V8's monotonic clock, in microseconds. */
  readonly startTime: number;
  readonly endTime: number;
  /** Of each sample the innermost node. */
  readonly samples: readonly number[];
  /** Microseconds from one sample to the next; the first is from the start. */
  readonly timeDeltas: readonly number[];
}

export interface V8HeapNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  /** Bytes allocated by this very call. */
  readonly selfSize: number;
  readonly children: readonly V8HeapNode[];
}

export interface V8HeapProfile {
  readonly head: V8HeapNode;
  readonly samples: readonly { readonly size: number; readonly nodeId: number; readonly ordinal: number }[];
}
