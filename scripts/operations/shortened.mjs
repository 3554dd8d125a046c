// Configuration of Prometheus and Alertmanager in which everything takes a fraction of its time: intervals, windows of
// queries and `for`. Names, labels, texts and thresholds stay, also where they speak of the time that it really takes. A scrape
// may take as long as its interval and no longer, so that one is never less than a second.

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = /^(\d+)(ms|s|m|h|d)$/;
const said = new Set(['labels', 'annotations']);
const leastMs = { scrape_interval: 1_000, evaluation_interval: 1_000 };

/** @param factor how many times faster: 30 makes ten seconds of five minutes */
export function shortened(value, factor) {
  if (typeof value === 'string') return shortenedText(value, factor);
  if (Array.isArray(value)) return value.map((item) => shortened(item, factor));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shortenedEntry(key, child, factor)]));
}

function shortenedEntry(key, child, factor) {
  if (said.has(key)) return child;
  return key in leastMs ? fractionOf(child, factor, leastMs[key]) : shortened(child, factor);
}

/** A duration, or a query with windows such as `[5m]`. */
function shortenedText(text, factor) {
  if (duration.test(text)) return fractionOf(text, factor);
  return text.replace(/\[(\w+)\]/g, (_window, length) => `[${fractionOf(length, factor)}]`);
}

function fractionOf(text, factor, atLeastMs = 0) {
  const [, count, unit] = duration.exec(text);
  const ms = Math.max(atLeastMs, Math.round((Number(count) * unitMs[unit]) / factor));
  return ms === 0 ? '0s' : `${ms}ms`;
}
