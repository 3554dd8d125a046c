// The two axes of a panel: where a moment and a value are on it, and what is written beside them.
import { element, label } from './svg.mjs';
import { inUnit } from './units.mjs';

const margin = { left: 70, right: 10, top: 8, bottom: 20 };
const timeLabels = 6;

export class Axes {
  /** @param place { width, height, fromS, toS, least, most }: pixels, Unix seconds, and values at both ends */
  constructor(place) {
    Object.assign(this, place);
  }

  x(seconds) {
    const width = this.width - margin.left - margin.right;
    return margin.left + ((seconds - this.fromS) / (this.toS - this.fromS)) * width;
  }

  y(value) {
    const height = this.height - margin.top - margin.bottom;
    return this.height - margin.bottom - ((value - this.least) / (this.most - this.least)) * height;
  }

  /** Lines and numbers at round values. */
  values(unit) {
    return roundValues(this.least, this.most).map((value) => this.#valueLine(value, inUnit(value, unit)));
  }

  times() {
    const length = (this.toS - this.fromS) / timeLabels;
    const moments = Array.from({ length: timeLabels }, (_, index) => this.fromS + (index + 0.5) * length);
    return moments.map((seconds) => {
      const text = new Date(seconds * 1_000).toTimeString().slice(0, 8);
      return label(this.x(seconds), this.height - 4, text, { class: 'axis', 'text-anchor': 'middle' });
    });
  }

  #valueLine(value, text) {
    const y = this.y(value);
    const line = element('line', { x1: margin.left, x2: this.width - margin.right, y1: y, y2: y, class: 'grid' });
    return line + label(margin.left - 6, y + 4, text, { class: 'axis', 'text-anchor': 'end' });
  }
}

/** Four or so, each 1, 2 or 5 of its power of ten. */
export function roundValues(least, most) {
  const rough = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const first = Math.ceil(least / step);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
