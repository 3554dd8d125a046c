// The generated configuration of Prometheus and Alertmanager with the addresses of this machine in place of those of the
// stack's containers. What is committed stays as it is: everything is written into another folder.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { shortened } from './shortened.mjs';

/** Whom the generated files call how. */
const names = {
  desk: 'host.docker.internal:3000',
  prometheus: 'prometheus:9090',
  alertmanager: 'alertmanager:9093',
  webhook: 'alert-log:8080',
};

/**
 * @param place { operations, folder, addresses, factor }: the generated files, where to write, `host:port` by the keys of
 *   `names`, and how many times faster everything goes
 */
export function writeConfiguration({ operations, folder, addresses, factor }) {
  const files = ['prometheus/targets.yml', ...rulesIn(operations), 'alertmanager/alertmanager.yml'];
  const write = (path, content) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), stringify(shortened(content, factor)));
  };
  const read = (path) => parse(located(readFileSync(join(operations, path), 'utf8'), addresses));
  for (const path of files) write(path, read(path));
  write('prometheus/prometheus.yml', withoutCollector(read('prometheus/prometheus.yml')));
}

function rulesIn(operations) {
  return readdirSync(join(operations, 'prometheus/rules')).map((name) => `prometheus/rules/${name}`);
}

function located(text, addresses) {
  return Object.entries(names).reduce((done, [key, name]) => done.replaceAll(name, addresses[key]), text);
}

/** It does not run here: nobody pushes. */
function withoutCollector({ scrape_configs: jobs, ...rest }) {
  const isElsewhere = ({ static_configs: [{ targets } = {}] = [] }) => targets?.[0].startsWith('collector:');
  return { ...rest, scrape_configs: jobs.filter((job) => !isElsewhere(job)) };
}
