/** What is asked of a server: every resource with parameters and bodies of any kind, requests with headers of any kind. */
import { traceDocuments } from '../corpus/documents.js';
import { accepts, ids, targets } from '../corpus/requests.js';
import { logQueries, traceQueries } from '../corpus/queries.js';
import { settings } from '../corpus/settings.js';
import { baggages, traceparents, tracestates } from '../corpus/trace-headers.js';
import type { Chance } from '../inputs/chance.js';
import { mutatedDocument } from '../inputs/json-mutation.js';
import { mutated } from '../inputs/mutation.js';
import { oddities } from '../inputs/oddities.js';
import { readExposition } from '../oracles/exposition.js';
import { CONSOLE, MANAGEMENT, TOKEN, type Answer, type Question } from './shop.js';

export interface QuestionKind {
  /** Attempts are counted as `fuzz.<name>`. */
  readonly name: string;
  readonly make: (chance: Chance) => Question;
  /** @returns what is wrong with the answer */
  readonly fault: (answer: Answer, question: Question) => string | undefined;
}

const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

// All but `live`, which has no end.
const READ = [
  'ai', 'application', 'captures', 'capture', 'capture-file', 'error', 'errors', 'event-tree', 'events', 'export', 'health', 'journeys',
  'loggers', 'logs', 'metric', 'metrics', 'objective-rule', 'objectives', 'overview', 'page', 'profile', 'profile-file', 'profiles',
  'recorder', 'span-groups', 'trace', 'trace-otlp', 'traces',
]; // prettier-ignore
const MANAGED = [
  '', '/routes', '/config', '/loggers', '/sampling', '/schedules', '/instruments', '/exporters', '/health', '/metrics',
  '/profiles', '/captures',
]; // prettier-ignore
const PARAMETERS = [
  'q', 'id', 'traceId', 'spanId', 'sort', 'limit', 'fromMs', 'toMs', 'windowMs', 'by', 'name', 'label.route', 'label.__proto__', 'level',
  'before', 'after', 'since', 'format', 'fingerprint', 'route', 'status', 'name[]', '__proto__', 'constructor',
]; // prettier-ignore
const VALUES = [
  ...ids,
  ...traceQueries,
  ...logQueries,
  ...settings,
  ...oddities,
  'http_server_requests_total',
  'http_request_duration_seconds',
  'newest',
  'route,method',
];

function query(chance: Chance): string {
  const pairs = Array.from({ length: chance.below(5) }, () => {
    const value = mutated(VALUES, chance).slice(0, 1_500);
    return `${chance.pick(PARAMETERS)}=${chance.oneIn(4) ? asPath(value) : encodeURIComponent(Buffer.from(value).toString())}`;
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** What Node's client lets one send. */
function asPath(value: string): string {
  return value.replaceAll(/[^!-~]/g, '%0a').replaceAll('#', '%23');
}

function asHeader(value: string): string {
  return value.replaceAll(/[^\t -~\u0080-\u00ff]/g, '\u00e4').slice(0, 3_000);
}

/** A sentence for whoever asked wrongly; never a fault of the server's. */
function faultOfApi({ status, contentType, isFile, body }: Answer): string | undefined {
  if (status >= 500) return `it answers ${status}: ${body.slice(0, 200)}`;
  if (!contentType.startsWith('application/json') || isFile) return undefined;
  const { version, error } = JSON.parse(body) as {
    version?: number;
    error?: { code: string; fact: string; fix: string };
  };
  const isTold =
    status < 400 || [error?.code, error?.fact, error?.fix].every((text) => typeof text === 'string' && text !== '');
  return version === 1 && isTold ? undefined : `it answers ${status} with ${body.slice(0, 200)}`;
}

const CHANGES: Readonly<Record<string, readonly string[]>> = {
  [`${CONSOLE}/recorder`]: ['paused', 'clear', 'recording', 'isRecording'],
  [`${CONSOLE}/loggers`]: ['context', 'level', 'expiresInMs', 'permanent'],
  [`${CONSOLE}/import`]: ['otlp'],
  [`${CONSOLE}/session`]: ['token'],
  [`${MANAGEMENT}/loggers`]: ['context', 'level', 'expiresInMs', 'permanent'],
  [`${MANAGEMENT}/sampling`]: ['ratio', 'rules', 'parentBased', 'expiresInMs', 'permanent'],
  [`${MANAGEMENT}/captures`]: ['clear', 'id'],
};

function change(chance: Chance): Question {
  const path = chance.pick(Object.keys(CHANGES));
  const names = [...CHANGES[path]!, chance.pick(oddities)];
  const entries = names.filter(() => !chance.oneIn(3)).map((name) => [name, fieldValue(chance)] as const);
  const isDocument = path.endsWith('import') && chance.oneIn(2);
  const document = `{"otlp":${mutatedDocument(chance.pick(traceDocuments), chance)}}`;
  const body = isDocument ? document : JSON.stringify(Object.fromEntries(entries));
  const headers = { ...AUTHORIZED, 'content-type': 'application/json' };
  return { method: 'POST', path, headers, body: chance.oneIn(8) ? mutated([body], chance) : body };
}

function fieldValue(chance: Chance): unknown {
  return chance.pick<unknown>([
    mutated(VALUES, chance),
    'debug',
    'info',
    null,
    true,
    false,
    1,
    -1,
    0.5,
    1e300,
    [],
    {},
    [mutated(VALUES, chance)],
    [{ route: '/x', ratio: 0.5 }],
    { a: { b: {} } },
  ]);
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PUT', 'PATCH'];

export const questionKinds: readonly QuestionKind[] = [
  {
    name: 'console-api',
    make: (chance) => ({
      method: chance.oneIn(12) ? chance.pick(METHODS) : 'GET',
      path: `${CONSOLE}/${chance.pick(READ)}${query(chance)}`,
      headers: AUTHORIZED,
    }),
    fault: (answer, { method }) => (method === 'HEAD' ? undefined : faultOfApi(answer)),
  },
  { name: 'changes', make: change, fault: faultOfApi },
  {
    name: 'management-api',
    make: (chance) => ({ path: `${MANAGEMENT}${chance.pick(MANAGED)}${query(chance)}` }),
    fault: faultOfApi,
  },
  {
    name: 'scrapes',
    make: (chance) => ({ path: `/metrics${query(chance)}`, headers: { accept: asHeader(mutated(accepts, chance)) } }),
    fault: ({ status, body }) => (status === 200 ? void readExposition(body) : `it answers ${status}`),
  },
  {
    name: 'requests',
    make: (chance) => ({ path: requestPath(chance), headers: requestHeaders(chance) }),
    fault: ({ status, body }) =>
      status < 500 || body.includes('refused') ? undefined : `it answers ${status}: ${body.slice(0, 200)}`,
  },
];

function requestPath(chance: Chance): string {
  const path = asPath(
    chance.oneIn(3)
      ? mutated(targets, chance).slice(0, 1_000)
      : `/orders/${chance.pick(['7', 'refused', mutated(ids, chance)])}`,
  );
  return path.startsWith('/') ? path : `/${path}`;
}

function requestHeaders(chance: Chance): Record<string, string> {
  const texts: Readonly<Record<string, readonly string[]>> = {
    traceparent: traceparents,
    tracestate: tracestates,
    baggage: baggages,
    'x-request-id': ids,
    'x-correlation-id': ids,
    'x-causation-id': ids,
    'user-agent': [...ids, ...oddities],
    'x-forwarded-for': targets,
    'x-force-trace': ids,
    accept: accepts,
    'content-type': settings,
  };
  const names = Object.keys(texts).filter(() => chance.oneIn(2));
  return Object.fromEntries(names.map((name) => [name, asHeader(mutated(texts[name]!, chance))]));
}
