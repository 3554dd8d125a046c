/** The console's own pages as a table, from its menu, with everything off: what each needs stands beside it. */
import { resolveConfig } from '../../../src/config/index.js';
import { drawnPages, sectionPages } from '../../../src/console/menu.js';
import { code, table } from '../generated.js';

export function consolePages(): string {
  const off = { enabled: false };
  const config = resolveConfig({ traces: off, logs: off, metrics: off, health: off, profiling: off }, { env: {} });
  const drawn = drawnPages({ config, objectives: undefined, capture: undefined });
  const sections = sectionPages.map(({ title, description = '' }) => ({ title, description, enableWith: null }));
  return table(
    ['page', 'what it shows', 'needs'],
    [...drawn, ...sections].map(({ title, description, enableWith }) => [
      title,
      description,
      enableWith === null ? '' : code(enableWith),
    ]),
  );
}
