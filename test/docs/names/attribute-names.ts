/** Attributes of spans and logs, as they stand in the code: dotted names in the namespaces below. */
import { optionTable } from '../../../src/config/index.js';
import { telemetryEventNames } from '../../../src/kernel/index.js';
import { sourceText } from '../source-text.js';
import { operationKinds } from './operation-kinds.js';

const CONVENTIONAL =
  'client code container db deployment error exception gen_ai graphql host http k8s messaging network os process rpc server service session url user user_agent';
const OURS = 'ai cache causation correlation cqrs event job journey operation schedule transport websocket';
const NAMESPACES: ReadonlySet<string> = new Set(`${CONVENTIONAL} ${OURS}`.split(' '));

/** What others write and the library reads: the `ai` SDK, undici's channels, older conventions; and what only looks alike. */
const FOREIGN =
  /^(?:ai\.(?!cost_cents|tier)|http\.client\.|http\.(?:url|target)$|gen_ai\.system$|service\.(?:attributes|ts)$)/;

const ELSEWHERE = /^(?:config|console|management|provisioning|migration|testing|schematics)\//;

export function attributeNames(): string[] {
  const options = optionTable.map(({ path }) => path).filter((path) => !path.startsWith('service.'));
  const others = new Set([...operationKinds(), ...telemetryEventNames, ...options]);
  const text = sourceText((file) => !ELSEWHERE.test(file));
  const dotted = [...text.matchAll(/'([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)'/g)].map(([, name = '']) => name);
  return [...new Set(dotted)].filter((name) => isAttribute(name) && !others.has(name)).toSorted();
}

function isAttribute(name: string): boolean {
  return NAMESPACES.has(name.split('.')[0]!) && !FOREIGN.test(name);
}
