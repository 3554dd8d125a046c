/** What the library says that it has lost: the counts behind `observability_*_total`, and those on the metrics page. */
import type { OperationPipeline } from 'nestjs-observability';

/** `handler/phase`, `signal/reason` or `instrument/misuse` → how often. */
export type Losses = ReadonlyMap<string, number>;

export function lossesOf({ failures, drops, misuses }: OperationPipeline['diagnostics']): Losses {
  const counts = [...failures.values(), ...drops.values(), ...misuses.values()];
  return new Map(counts.map(({ labels, value }) => [Object.values(labels).join('/'), value]));
}

const LINE =
  /^observability_(?:handler_failures|dropped|instrument_misuses)_total\{\w+="([^"]*)",\w+="([^"]*)"\} (\S+)$/gm;

export function lossesOnPage(metricsPage: string): Losses {
  return new Map([...metricsPage.matchAll(LINE)].map(([, who, what, count]) => [`${who}/${what}`, Number(count)]));
}

/** Those that have grown. */
export function grownLosses(before: Losses, after: Losses): readonly string[] {
  return [...after].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name);
}
