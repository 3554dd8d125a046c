/** Whether what an objective measures, and what it selects, can be measured at all. */
import { isRecord, type Complaint } from './option-type.js';

const INDICATOR_FIX =
  "write 'availability', { latencyMs: 300 } or { good: 'orders_shipped_total', total: 'orders_total' }";

export function indicatorComplaints(indicator: unknown): Complaint[] {
  if (indicator === undefined || indicator === 'availability') return [];
  const keys = isRecord(indicator) ? Object.keys(indicator).toSorted().join() : '';
  if (keys === 'latencyMs') return thresholdComplaints((indicator as Record<string, unknown>).latencyMs);
  if (keys === 'good,total') return ratioComplaints(indicator as Record<string, unknown>);
  return [{ fact: 'must be an indicator', got: indicator, fix: INDICATOR_FIX }];
}

function thresholdComplaints(latencyMs: unknown): Complaint[] {
  if (typeof latencyMs === 'number' && Number.isFinite(latencyMs) && latencyMs > 0) return [];
  return [{ at: '.latencyMs', fact: 'must be a number above 0', got: latencyMs, fix: 'write milliseconds, e.g. 300' }];
}

function ratioComplaints({ good, total }: Record<string, unknown>): Complaint[] {
  return [...counterComplaints('.good', good), ...counterComplaints('.total', total)];
}

function counterComplaints(at: string, counter: unknown): Complaint[] {
  const { metric, labels = {}, ...others } = isRecord(counter) ? counter : { metric: counter };
  const isName = typeof metric === 'string' && /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric);
  const areLabels = isRecord(labels) && Object.values(labels).every((value) => typeof value === 'string');
  if (isName && areLabels && Object.keys(others).length === 0) return [];
  const fix = "write e.g. 'orders_total' or { metric: 'orders_total', labels: { region: 'eu' } }";
  return [{ at, fact: 'must name a counter', got: counter, fix }];
}

const PARTS: Readonly<Record<string, { readonly isPart: (part: string) => boolean; readonly example: string }>> = {
  routes: { isPart: (route) => route.startsWith('/'), example: "['/orders/:id']" },
  methods: { isPart: (method) => /^[a-zA-Z_]+$/.test(method), example: "['GET']" },
  handlers: { isPart: (handler) => /^[^\s.]+\.[^\s.]+$/.test(handler), example: "['OrdersController.find']" },
};

export function selectorComplaints(selector: unknown, indicator: unknown): Complaint[] {
  if (selector === undefined) return [];
  if (!isRecord(selector))
    return [{ fact: 'must be a selector', got: selector, fix: "write e.g. { routes: ['/orders/:id'] }" }];
  if (isRecord(indicator) && 'good' in indicator) {
    const fix = 'remove it, and give good and total labels instead';
    return [{ fact: 'selects requests, which a ratio of counters does not count', got: selector, fix }];
  }
  return Object.entries(selector).flatMap(([name, parts]) => partComplaints(name, parts));
}

function partComplaints(name: string, parts: unknown): Complaint[] {
  const part = PARTS[name];
  const at = `.${name}`;
  if (part === undefined)
    return [{ at, fact: 'is not an option', fix: 'use routes, methods, handlers', code: 'OBS_ERR_OPTION_UNKNOWN' }];
  const isList = Array.isArray(parts) && parts.length > 0;
  if (parts === undefined || (isList && parts.every((text) => typeof text === 'string' && part.isPart(text))))
    return [];
  return [{ at, fact: `must be a list such as ${part.example}`, got: parts, fix: `write e.g. ${part.example}` }];
}
