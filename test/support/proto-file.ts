/** The descriptions of OTLP's messages: they stay in the checkout, and whoever was compiled elsewhere finds them there. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @throws Error outside of a checkout */
export function protoFile(signal: 'metrics' | 'logs' | 'trace', folder = __dirname): string {
  const file = join(folder, 'test', 'support', `otlp-${signal}.proto`);
  if (existsSync(file)) return file;
  if (dirname(folder) === folder) throw new Error(`There is no test/support/otlp-${signal}.proto above ${__dirname}`);
  return protoFile(signal, dirname(folder));
}
