/**
 * Which series are this service's where one Prometheus scrapes several: those whose label `service` says so, and those without such
 * a label (docs/decisions/0014).
 */
import { slugOf } from './slug.js';

/** A regular expression for the label: the service's name, that of its Kubernetes Service, or no label at all. */
export function serviceValues(name: string): string {
  const names = new Set([name, slugOf(name)].filter((value) => value !== '').map(literally));
  return [...names, ''].join('|');
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
