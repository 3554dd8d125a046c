/** Every path that an application of ours answers by itself, asked of the application: a list by hand would forget the next one. */
import type { INestApplication } from '@nestjs/common';
import { built } from '../built.js';

interface EndpointTable {
  readonly endpoints: readonly { readonly path: string }[];
}

interface RuntimeFile {
  readonly ObservabilityRuntime: new (...args: never[]) => { readonly endpoints: { readonly table: EndpointTable } };
}

export function endpointPaths(app: INestApplication): readonly string[] {
  const { ObservabilityRuntime } = built<RuntimeFile>('observability.runtime.js');
  return app.get(ObservabilityRuntime).endpoints.table.endpoints.map(({ path }) => path);
}
