/** Documents with one value in them replaced, doubled or taken out: broken JSON alone would never get behind its parser. */
import type { Chance } from './chance.js';
import { oddities } from './oddities.js';

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  '',
  [],
  {},
  [[]],
  { values: [] },
  { __proto__: null },
];

export function mutatedDocument(text: string, chance: Chance): string {
  const document: unknown = JSON.parse(text);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  collect(document, places);
  for (let steps = chance.below(4); steps > 0 && places.length > 0; steps--) change(chance.pick(places), chance);
  return JSON.stringify(document);
}

function collect(value: unknown, places: { holder: Record<string, unknown>; key: string }[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    places.push({ holder: value as Record<string, unknown>, key });
    collect((value as Record<string, unknown>)[key], places);
  }
}

function change({ holder, key }: { holder: Record<string, unknown>; key: string }, chance: Chance): void {
  const choice = chance.below(5);
  if (choice === 0) delete holder[key];
  else if (choice === 1) holder[key] = chance.pick(VALUES);
  else if (choice === 2) holder[key] = [holder[key], chance.pick(VALUES)];
  else if (choice === 3) holder[key] = deep(holder[key], 1 + chance.below(200));
  else holder[key] = chance.pick(oddities);
}

function deep(value: unknown, levels: number): unknown {
  return levels === 0 ? value : deep({ kvlistValue: { values: [{ key: 'k', value }] } }, levels - 1);
}
