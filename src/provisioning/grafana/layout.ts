/** Places panels on Grafana's grid of 24 columns, left to right and line by line, and numbers them. */
import { metricsSource } from './data-sources.js';
import type { Panel, PanelDraft, Row, Section } from './model.js';

const COLUMNS = 24;

export function placed(sections: readonly Section[]): (Panel | Row)[] {
  const grid = new Grid();
  return sections.filter(({ panels }) => panels.length > 0).flatMap((section) => grid.add(section));
}

class Grid {
  private nextId = 1;
  private x = 0;
  private y = 0;
  private lineHeight = 0;

  add({ title, panels }: Section): (Panel | Row)[] {
    this.endLine();
    const heading = title === undefined ? [] : [this.heading(title)];
    return [...heading, ...panels.map((panel) => this.panel(panel))];
  }

  private heading(title: string): Row {
    const gridPos = { x: 0, y: this.y++, w: COLUMNS, h: 1 };
    return { id: this.nextId++, type: 'row', title, collapsed: false, gridPos, panels: [] };
  }

  private panel({ width, height, targets, ...draft }: PanelDraft): Panel {
    if (this.x + width > COLUMNS) this.endLine();
    const gridPos = { x: this.x, y: this.y, w: width, h: height };
    this.x += width;
    this.lineHeight = Math.max(this.lineHeight, height);
    return { id: this.nextId++, ...draft, datasource: metricsSource, gridPos, targets: [...targets] };
  }

  private endLine(): void {
    this.y += this.lineHeight;
    this.x = 0;
    this.lineHeight = 0;
  }
}

/** Panels of one kind as full lines of nearly the same number, so that none stands alone beside a gap. */
export function evenly(panels: readonly PanelDraft[], atMost = 3): PanelDraft[] {
  const lineCount = Math.ceil(panels.length / atMost);
  const lines = Array.from({ length: lineCount }, (_, line) => share(panels, lineCount, line));
  return lines.flatMap((line) =>
    line.map((panel, index) => ({ ...panel, width: share(columns, line.length, index).length })),
  );
}

const columns = Array.from({ length: COLUMNS }, (_, column) => column);

function share<T>(items: readonly T[], parts: number, part: number): readonly T[] {
  const from = (index: number): number => Math.ceil((items.length * index) / parts);
  return items.slice(from(part), from(part + 1));
}
