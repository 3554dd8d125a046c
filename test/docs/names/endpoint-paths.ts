/** Where an application with everything switched on answers by itself; what the console's page is made of has no names to rely on. */
import { ObservabilityRuntime } from '../../../src/observability.runtime.js';
import { startApplication } from '../../support/application.js';

const everything = {
  environment: 'development',
  traces: { exporter: 'none' as const },
  management: { enabled: true },
  console: { enabled: true },
  profiling: { enabled: true, heapSnapshots: true },
  capture: { rules: [{ when: 'failed' as const }] },
  slos: [{ name: 'requests', objective: 0.99 }],
};

const IS_PAGE = /^\/observability(?!\/(?:manage|api)\b)/;

export async function endpointPaths(): Promise<string[]> {
  const { app, close } = await startApplication({ observability: everything });
  const paths = app.get(ObservabilityRuntime).endpoints['table'].endpoints.map(({ path }) => path);
  await close();
  return paths.filter((path) => !IS_PAGE.test(path)).toSorted();
}
