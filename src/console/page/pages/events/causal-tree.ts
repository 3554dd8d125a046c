/** The nodes of a chain, each below what caused it. */
import type { EventNode } from '../../../shapes/index.js';

export interface CausalItem {
  readonly node: EventNode;
  readonly caused: readonly CausalItem[];
}

/** The times that a chain covers. */
export interface ChainSpan {
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** What has no cause, or one that is not in memory, stands at the root; causes that lead in a circle are cut. */
export function causalTree(nodes: readonly EventNode[]): readonly CausalItem[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const isRoot = ({ causeId }: EventNode): boolean => causeId === null || !ids.has(causeId);
  const placed = new Set<EventNode>();
  const itemOf = (node: EventNode): CausalItem => {
    placed.add(node);
    const caused = nodes.filter((other) => other.causeId === node.id && !placed.has(other));
    return { node, caused: caused.map(itemOf) };
  };
  const roots = nodes.filter(isRoot).map(itemOf);
  const left = nodes.flatMap((node) => (placed.has(node) ? [] : [itemOf(node)]));
  return [...roots, ...left];
}

export function spanOfChain(nodes: readonly EventNode[]): ChainSpan {
  const startedAtMs = Math.min(...nodes.map((node) => node.startedAtMs));
  const endedAtMs = Math.max(...nodes.map((node) => node.startedAtMs + node.durationMs));
  return { startedAtMs, durationMs: endedAtMs - startedAtMs };
}
