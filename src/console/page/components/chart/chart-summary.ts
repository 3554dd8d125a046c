/** A chart in a sentence, for those who cannot see it. */
import type { Quantity } from '../../format/quantity.js';
import type { ChartLine } from '../chart.js';

/** More would not be listened to. */
const MAX_LINES = 4;

export function chartSummary(
  title: string,
  timesMs: readonly number[],
  lines: readonly ChartLine[],
  quantity: Quantity,
): string {
  const spanMs = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0);
  const told = lines.slice(0, MAX_LINES).map((line) => lineSummary(line, quantity));
  const rest = lines.length > MAX_LINES ? [`and ${lines.length - MAX_LINES} more`] : [];
  if (timesMs.length === 0 || told.length === 0) return `${title}: no values yet.`;
  return `${title}, the last ${spanText(spanMs)}. ${[...told, ...rest].join('; ')}. Arrow keys move through the values.`;
}

function lineSummary({ name, values }: ChartLine, { format }: Quantity): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return `${name}: no values`;
  const [last, lowest, highest] = [known.at(-1)!, Math.min(...known), Math.max(...known)];
  return `${name}: ${format(last)} now, between ${format(lowest)} and ${format(highest)}`;
}

function spanText(spanMs: number): string {
  const minutes = Math.round(spanMs / 60_000);
  return minutes < 1 ? `${Math.round(spanMs / 1000)} seconds` : `${minutes} minutes`;
}
