// Which faults the desk can be told to have, what each of them must set off, and how it is told.

/**
 * What is wrong at the same time, and the alerts that must come of it, named as `nameOf` does. Costs come first: an hour's
 * sum is what takes longest to go down again.
 */
export const stages = [
  {
    faults: ['ai-cost', 'event-backlog', 'rate-limit-storm'],
    alerts: ['HighAICosts', 'EventBacklog', 'RateLimitSpike'],
  },
  {
    faults: ['ai-failures', 'errors'],
    alerts: [
      'AIProviderErrors',
      'HighErrorRate',
      'ErrorBudgetBurnFast desk-availability 1h',
      'ErrorBudgetBurnFast desk-availability 6h',
    ],
  },
  {
    faults: ['slowness'],
    alerts: ['SlowResponses', 'ErrorBudgetBurnFast decisions-latency 1h', 'ErrorBudgetBurnFast decisions-latency 6h'],
  },
];

/** Alerts of objectives by objective and long window, others by their name alone. */
export function nameOf({ labels: { alertname, slo, long_window: window } }) {
  return slo === undefined ? alertname : `${alertname} ${slo} ${window}`;
}

export async function begin(desk, faults) {
  for (const fault of faults) await tell(desk, fault, 'PUT');
}

export async function end(desk, faults) {
  for (const fault of faults) await tell(desk, fault, 'DELETE');
}

async function tell(desk, fault, method) {
  const { status } = await fetch(`${desk}/faults/${fault}`, { method, headers: { 'x-user-id': 'ada' } });
  if (status !== 204) throw new Error(`The desk answers ${status} to ${method} /faults/${fault}; is FAULTS=on?`);
}
