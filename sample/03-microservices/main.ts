/** Starts shop and warehouse as the two processes they are, and stops both when asked to. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const services: readonly ChildProcess[] = ['warehouse', 'shop'].map((name) => fork(join(__dirname, name, 'main.js')));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => services.forEach((service) => service.kill(signal)));
}

process.stderr.write(`
  Place an order:   curl -X POST localhost:${process.env['SHOP_PORT'] ?? 3000}/orders -H 'content-type: application/json' -d '{"item":"tea"}'
  Then look for its trace_id in both services' lines, from HTTP to the row in PostgreSQL.
  Shop:             http://localhost:${process.env['SHOP_PORT'] ?? 3000}/metrics   /health/ready
  Warehouse:        http://localhost:${process.env['WAREHOUSE_PORT'] ?? 3001}/metrics   /health/ready

`);

async function follow(): Promise<void> {
  const exits = await Promise.all(services.map((service) => once(service, 'exit')));
  process.exitCode = Math.max(...exits.map(([exitCode]) => (exitCode as number | null) ?? 0));
}

void follow();
