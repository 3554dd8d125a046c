/** Text that becomes part of the page. */

/** Marks of code in titles are for Markdown. */
export function escaped(content: string): string {
  return content
    .replaceAll('`', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly className?: string;
}

export function text(content: string, { x, y, anchor = 'start', className }: TextPlace): string {
  const style = className === undefined ? '' : ` class="${className}"`;
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${style}>${escaped(content)}</text>`;
}

export function svg(width: number, height: number, label: string, body: readonly string[]): string {
  const head = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">`;
  return [head, ...body, '</svg>'].join('\n');
}
