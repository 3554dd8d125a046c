// What the decision desk's generated files say about the programs of the stack.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const operations = join(dirname(fileURLToPath(import.meta.url)), '../../../sample/02-decision-desk/operations');

export function readGenerated(path) {
  return parse(readFileSync(join(operations, path), 'utf8'));
}

/** `otel/opentelemetry-collector-contrib:0.133.0` is version `0.133.0`, `prom/prometheus:v3.5.0` is `3.5.0`. */
export function imageVersion(service) {
  const { image } = readGenerated('compose.yml').services[service];
  return image.replace(/^.*:v?/, '');
}
