// Numbers as Grafana writes them, by its names of units.
const secondsSteps = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
];
const thousands = [
  [1e12, ' T'],
  [1e9, ' B'],
  [1e6, ' M'],
  [1e3, ' K'],
  [1, ''],
];
const binary = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [1, 'B'],
];

const formats = {
  s: (value) => scaled(value, secondsSteps, ' '),
  bytes: (value) => scaled(value, binary, ' '),
  binBps: (value) => `${scaled(value, binary, ' ')}/s`,
  percentunit: (value) => `${rounded(value * 100)}%`,
  currencyUSD: (value) => `$${scaled(value, thousands)}`,
  short: (value) => scaled(value, thousands),
  cps: (value) => `${scaled(value, thousands)} c/s`,
  reqps: (value) => `${scaled(value, thousands)} req/s`,
};

export function inUnit(value, unit) {
  if (Number.isNaN(value)) return 'NaN';
  return (formats[unit] ?? rounded)(value);
}

function scaled(value, steps, gap = '') {
  if (value === 0) return `0${gap}${steps.find(([size]) => size === 1)[1]}`.trimEnd();
  const [size, name] = steps.find(([least]) => Math.abs(value) >= least) ?? steps.at(-1);
  return `${rounded(value / size)}${gap}${name}`;
}

/** Three digits that say something. */
function rounded(value) {
  return String(Number(value.toPrecision(3)));
}
