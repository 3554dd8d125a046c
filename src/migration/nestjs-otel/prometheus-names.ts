/** Names as OpenTelemetry's Prometheus exporter writes them, so that dashboards and alerts find what they look for. */
import type { AttributeValue } from '@opentelemetry/api';

/** Labels that Prometheus puts on histograms and summaries itself. */
const TAKEN_LABELS = new Set(['le', 'quantile']);

export function metricName(name: string, isCounter: boolean): string {
  const valid = validName(name);
  return isCounter && !valid.endsWith('_total') ? `${valid}_total` : valid;
}

export function labelName(attribute: string): string {
  const valid = validName(attribute);
  return TAKEN_LABELS.has(valid) ? `${valid}_` : valid;
}

/** Lists as JSON, everything else as text. */
export function labelValue(value: AttributeValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function validName(name: string): string {
  const valid = name.replace(/\W/g, '_').replace(/_{2,}/g, '_');
  return /^\d/.test(valid) ? `_${valid}` : valid;
}
