// What the webhook was told of each alert, in the order in which it came.
import { nameOf } from './faults.mjs';

export class ReceivedAlerts {
  /** By name: { alert, labels, annotations, changes: [{ status, atMs }] }. */
  #alerts = new Map();

  note(alert) {
    const name = nameOf(alert);
    const { labels, annotations } = alert;
    if (!this.#alerts.has(name)) this.#alerts.set(name, { alert: name, labels, annotations, changes: [] });
    this.#alerts.get(name).changes.push({ status: alert.status, atMs: performance.now() });
  }

  get all() {
    return [...this.#alerts.values()].map(({ alert, labels, annotations }) => ({ alert, labels, annotations }));
  }

  /** When, not before `atMs`, it was first known to be so; undefined while it is not. */
  timeOf(name, status, atMs) {
    const changes = this.#alerts.get(name)?.changes ?? [];
    const before = changes.findLast((change) => change.atMs < atMs);
    if (before?.status === status) return atMs;
    return changes.find((change) => change.atMs >= atMs && change.status === status)?.atMs;
  }
}
