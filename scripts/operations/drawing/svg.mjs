// Text for SVG and HTML.
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text) {
  return String(text).replace(/[&<>"]/g, (character) => entities[character]);
}

/** `element('line', { x1: 0 })` is `<line x1="0"/>`; content is not escaped. */
export function element(name, attributes, content) {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return content === undefined ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

export function label(x, y, content, attributes = {}) {
  return element('text', { x, y, ...attributes }, escaped(content));
}

export function colorOf(index) {
  return palette[index % palette.length];
}

/** Grafana's classic palette begins like this. */
const palette = [
  '#73BF69',
  '#F2CC0C',
  '#8AB8FF',
  '#FF780A',
  '#F2495C',
  '#5794F2',
  '#B877D9',
  '#705DA0',
  '#37872D',
  '#FADE2A',
  '#447EBC',
  '#C15C17',
];
