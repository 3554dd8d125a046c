/** A call tree as one self-contained page: the innermost frame at the bottom, width is share of CPU, colour is whose code it is. */
import type { CallTree, Frame } from './call-tree.js';
import type { Owner } from './frame-owner.js';
import type { OwnFunction } from './own-functions.js';

export interface FlamePage {
  readonly title: string;
  /** Conditions of the recording, in a sentence. */
  readonly note: string;
  readonly tree: CallTree;
  readonly functions: readonly OwnFunction[];
}

/** Narrower stacks are folded into their caller: they could not be read, and the page stays small. */
const SMALLEST_SHARE = 0.002;
const WIDTH = 1600;
const ROW = 17;
const CHARACTER = 6.2;
const LISTED_ABOVE_SHARE = 0.002;

const COLORS: Record<Owner, string> = {
  ours: '#f2672e',
  telemetry: '#e9b44c',
  application: '#3f9e6e',
  framework: '#8db4d8',
  node: '#c3cad3',
  engine: '#dfe3e8',
};

const OWNERS: Record<Owner, string> = {
  ours: 'this package',
  telemetry: 'telemetry packages',
  application: 'the application',
  framework: 'Nest and the HTTP platform',
  node: 'Node',
  engine: 'V8, system calls, garbage collection',
};

export function flamePage({ title, note, tree, functions }: FlamePage): string {
  const boxes = [...placed(tree.root, 0, 0)];
  const height = (Math.max(...boxes.map(({ depth }) => depth)) + 1) * ROW;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>
<style>${STYLE}${ownerColors()}</style>
<h1>${escape(title)}</h1><p>${escape(note)}</p>
<p class="key">${Object.entries(OWNERS).map(legend).join('')}</p>
<svg viewBox="0 0 ${WIDTH} ${height}">
${boxes.map(box).join('\n')}
</svg>
<table><tr><th>function of this package<th>itself, with built-ins<th>with telemetry packages</tr>
${functions.filter(isListed).map(row).join('\n')}
</table></html>
`;
}

const STYLE = `body{font:13px system-ui,sans-serif;margin:24px;color:#1d232b;background:#fff}h1{font-size:19px;margin:0}
svg{width:100%;min-width:1200px;font:10.5px ui-monospace,monospace}rect{stroke:#fff;stroke-width:.6}g:hover rect{stroke:#1d232b}
text{pointer-events:none}.key span{margin-right:18px}.key i{display:inline-block;width:11px;height:11px;margin-right:5px}
table{border-collapse:collapse;margin-top:16px}td,th{text-align:left;padding:3px 18px 3px 0;border-bottom:1px solid #dfe3e8}td+td{font-variant-numeric:tabular-nums}
`;

function ownerColors(): string {
  return Object.entries(COLORS)
    .map(([owner, color]) => `.${owner}{fill:${color};background:${color}}`)
    .join('');
}

function legend([owner, name]: [string, string]): string {
  return `<span><i class="${owner}"></i>${name}</span>`;
}

interface Box {
  readonly frame: Frame;
  readonly depth: number;
  readonly startShare: number;
}

function* placed(frame: Frame, depth: number, startShare: number): Generator<Box> {
  yield { frame, depth, startShare };
  let start = startShare;
  for (const child of byWidth(frame.children)) {
    yield* placed(child, depth + 1, start);
    start += child.totalShare;
  }
}

function byWidth(children: readonly Frame[]): Frame[] {
  return children
    .filter(({ totalShare }) => totalShare >= SMALLEST_SHARE)
    .toSorted((a, b) => b.totalShare - a.totalShare);
}

function box({ frame, depth, startShare }: Box): string {
  const x = startShare * WIDTH;
  const y = depth * ROW;
  const width = frame.totalShare * WIDTH;
  const said = `${frame.label}: ${percent(frame.totalShare)}, itself ${percent(frame.selfShare)}`;
  const rect = `<rect class="${frame.owner}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW}"/>`;
  return `<g><title>${escape(said)}</title>${rect}${caption(frame.label, x, y, width)}</g>`;
}

function caption(label: string, x: number, y: number, width: number): string {
  const fitting = Math.floor((width - 4) / CHARACTER);
  if (fitting < 3) return '';
  const text = label.length > fitting ? cut(withoutFile(label), fitting) : label;
  return `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escape(text)}</text>`;
}

/** In a narrow box the function's name says more than its file. */
function withoutFile(label: string): string {
  return label.slice(label.indexOf('›') + 1).trim();
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function isListed({ selfShare }: OwnFunction): boolean {
  return selfShare >= LISTED_ABOVE_SHARE;
}

function row({ label, selfShare, withPackagesShare }: OwnFunction): string {
  return `<tr><td>${escape(label)}<td>${percent(selfShare)}<td>${percent(withPackagesShare)}</tr>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
