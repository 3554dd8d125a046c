/** Find in a trace: which spans say a text anywhere, and which of them comes next. */
import type { SpanDetail } from '../../../shapes/index.js';
import type { SpanNode, SpanTree } from './span-tree.js';

/** In the order of the rows. Upper and lower case are the same; an empty text finds nothing. */
export function spansThatSay(text: string, { nodes }: SpanTree): readonly SpanNode[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? [] : nodes.filter(({ span }) => says(span, wanted));
}

/** The hit after (`1`) or before (`-1`) the selected row, around the ends; it need not be a hit itself. */
export function nextHit(
  hits: readonly SpanNode[],
  { nodes }: SpanTree,
  selectedId: string | undefined,
  step: 1 | -1,
): SpanNode | undefined {
  const order = new Map(nodes.map((node, index) => [node, index]));
  const here = nodes.findIndex(({ span }) => span.spanId === selectedId);
  if (here < 0) return step === 1 ? hits[0] : hits.at(-1);
  if (step === 1) return hits.find((hit) => order.get(hit)! > here) ?? hits[0];
  return hits.findLast((hit) => order.get(hit)! < here) ?? hits.at(-1);
}

/** `3/17`; `–/17` while none of them is selected. */
export function hitPosition(hits: readonly SpanNode[], selectedId: string | undefined): string {
  const index = hits.findIndex(({ span }) => span.spanId === selectedId);
  return `${index < 0 ? '–' : index + 1}/${hits.length}`;
}

function says(span: SpanDetail, wanted: string): boolean {
  const { name, kind, spanId, statusMessage, scope, attributes, events } = span;
  const texts = [name, kind, spanId, scope, statusMessage ?? ''];
  if (texts.some((text) => text.toLowerCase().includes(wanted))) return true;
  if (saysIn(attributes, wanted)) return true;
  return events.some((event) => event.name.toLowerCase().includes(wanted) || saysIn(event.attributes, wanted));
}

function saysIn(attributes: SpanDetail['attributes'], wanted: string): boolean {
  return Object.entries(attributes).some(
    ([name, value]) => name.toLowerCase().includes(wanted) || String(value).toLowerCase().includes(wanted),
  );
}
