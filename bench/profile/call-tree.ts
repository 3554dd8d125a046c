/** A CPU profile as a tree of named frames with shares of the CPU that the requests used; waiting is left out. */
import { labelOf, ownerOf, type Owner } from './frame-owner.js';
import type { ProfileNode } from './recording.js';

export interface Frame {
  readonly label: string;
  readonly owner: Owner;
  /** Share of all CPU in which this frame was the innermost. */
  readonly selfShare: number;
  /** The same with everything that it called. */
  readonly totalShare: number;
  readonly children: readonly Frame[];
}

export interface CallTree {
  readonly root: Frame;
  /** Samples in which the process was not waiting. */
  readonly busySamples: number;
}

const IDLE = '(idle)';

export function buildCallTree(nodes: readonly ProfileNode[]): CallTree {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const busy = nodes.filter(({ callFrame }) => callFrame.functionName !== IDLE);
  const busySamples = busy.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0);

  /** The engine keeps apart what differs only in how it was compiled: siblings of one function are one frame. */
  const merge = (same: readonly ProfileNode[]): Frame => {
    const { callFrame } = same[0]!;
    const callees = same.flatMap(({ children = [] }) => children.map((id) => byId.get(id)!)).filter(isBusy);
    const children = groupByFunction(callees).map(merge);
    const selfShare = same.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0) / busySamples;
    const totalShare = children.reduce((sum, child) => sum + child.totalShare, selfShare);
    return { label: labelOf(callFrame), owner: ownerOf(callFrame), selfShare, totalShare, children };
  };
  return { root: merge([nodes[0]!]), busySamples };
}

function isBusy({ callFrame }: ProfileNode): boolean {
  return callFrame.functionName !== IDLE;
}

function groupByFunction(nodes: readonly ProfileNode[]): ProfileNode[][] {
  const groups = new Map<string, ProfileNode[]>();
  for (const node of nodes) {
    const label = labelOf(node.callFrame);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}
