// A heatmap panel: per step of time and per bucket how much fell into it, the darker the more.
import { Axes } from './axes.mjs';
import { element, label } from './svg.mjs';
import { inUnit } from './units.mjs';

export function heatmap({ options }, answers, { width, height, fromS, toS }) {
  const buckets = answers
    .flatMap(({ series }) => series)
    .map(({ labels, points }) => ({ le: Number(labels.le.replace('+Inf', 'Infinity')), points }))
    .toSorted((a, b) => a.le - b.le);
  const used = buckets.map((bucket, index) => ({ le: bucket.le, cells: cellsOf(bucket, buckets[index - 1]) }));
  const most = Math.max(0, ...used.flatMap(({ cells }) => cells.map(([, count]) => count)));
  if (most === 0) return undefined;
  const axes = new Axes({ width, height, fromS, toS, least: 0, most: used.length });
  const cells = used.flatMap((row, index) => drawn(row, { index, axes, most, color: options.color }));
  const names = used.map(({ le }, index) => nameOf(le, axes, { index, unit: options.yAxis.unit }));
  return element('svg', { width, height }, [...cells, ...names, ...axes.times()].join(''));
}

/** Prometheus' buckets contain those below them. */
function cellsOf({ points }, below) {
  const counts = new Map(below?.points);
  return points.map(([time, count]) => [time, Math.max(0, count - (counts.get(time) ?? 0))]);
}

function drawn({ cells }, { index, axes, most, color }) {
  const stepS = cells.length > 1 ? cells[1][0] - cells[0][0] : axes.toS - axes.fromS;
  const height = axes.y(index) - axes.y(index + 1);
  const filled = cells.filter(([, count]) => count > 0);
  return filled.map(([time, count]) =>
    element('rect', {
      x: axes.x(time - stepS),
      y: axes.y(index + 1),
      width: axes.x(time) - axes.x(time - stepS),
      height,
      fill: color.fill,
      opacity: ((count / most) ** color.exponent).toFixed(3),
    }),
  );
}

/** Every other, where they would touch. */
function nameOf(le, axes, { index, unit }) {
  const y = axes.y(index + 0.5) + 4;
  const hasRoom = axes.y(0) - axes.y(1) > 12 || index % 2 === 0;
  const name = Number.isFinite(le) ? inUnit(le, unit) : '+Inf';
  return hasRoom ? label(64, y, name, { class: 'axis', 'text-anchor': 'end' }) : '';
}
