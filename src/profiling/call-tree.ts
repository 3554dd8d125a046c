/** The calls of a profile as nodes that know their caller: V8 stores callees, by number in CPU profiles and nested in heap profiles. */
import type { CallFrame, V8CpuProfile, V8HeapNode, V8HeapProfile } from './v8-profile.js';

export interface CallNode {
  readonly id: number;
  readonly frame: CallFrame;
  /** Undefined for the root. */
  readonly caller: CallNode | undefined;
}

export type CallTree = ReadonlyMap<number, CallNode>;

export function cpuCallTree({ nodes }: V8CpuProfile): CallTree {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const tree = new Map<number, CallNode>();
  const add = (id: number, caller: CallNode | undefined): void => {
    tree.set(id, { id, frame: byId.get(id)!.callFrame, caller });
  };
  if (nodes[0] !== undefined) add(nodes[0].id, undefined);
  // Callers come before their callees.
  for (const [id, node] of tree) for (const callee of byId.get(id)!.children ?? []) add(callee, node);
  return tree;
}

export function heapCallTree({ head }: V8HeapProfile): CallTree {
  const tree = new Map<number, CallNode>();
  const waiting: (readonly [V8HeapNode, CallNode | undefined])[] = [[head, undefined]];
  for (const [{ id, callFrame, children }, caller] of waiting) {
    const node: CallNode = { id, frame: callFrame, caller };
    tree.set(id, node);
    for (const callee of children) waiting.push([callee, node]);
  }
  return tree;
}

/** From the innermost outwards, without the root. */
export function stackOf(innermost: CallNode): CallNode[] {
  const stack: CallNode[] = [];
  for (let node = innermost; node.caller !== undefined; node = node.caller) stack.push(node);
  return stack;
}
