/** The type of `exporters`: a list of files, webhooks and consoles, each field of which is an option of its own. */
import { telemetryEventNames, type TelemetryEventName } from '../kernel/index.js';
import { callback } from './code-types.js';
import { headerRecord, stringList } from './collection-types.js';
import { nearestName } from './did-you-mean.js';
import type { ExporterConfig } from './exporter.js';
import { fromJson, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';
import { flag, integer, milliseconds, oneOf, ratio, text, url } from './scalar-types.js';

const EXAMPLE = "{ type: 'file', path: '/var/log/orders/telemetry.jsonl' }";

interface Field {
  readonly type: OptionType;
  readonly default?: unknown;
  readonly isRequired?: true;
}

/** Those that tell what happened, each once; starts, lines and completions are asked for by name. */
const DEFAULT_EVENTS: readonly TelemetryEventName[] = [
  'operation.end',
  'operation.error',
  'performance.slow',
  'health.changed',
  'slo.burn',
  'memory.pressure',
];

const eventList: OptionType = {
  name: 'list of events',
  check: (candidate) => {
    const verdict = stringList.check(candidate);
    if (!('value' in verdict)) return verdict;
    return judge(verdict.value, (verdict.value as string[]).flatMap(checkEvent));
  },
};

function checkEvent(name: string, at: number): Complaint[] {
  if ((telemetryEventNames as readonly string[]).includes(name)) return [];
  const near = nearestName(name, telemetryEventNames);
  return [
    {
      at: `[${at}]`,
      fact: 'is no event',
      got: name,
      fix: near ? `write ${near}` : `use ${telemetryEventNames.join(', ')}`,
    },
  ];
}

const exporterName: OptionType = {
  name: 'name',
  check: (candidate) =>
    typeof candidate === 'string' && /^[a-z][a-z0-9_-]{0,62}$/.test(candidate)
      ? judge(candidate, [])
      : refuse('must be a short lower-case name', "write e.g. 'audit-file'"),
};

const SELECTION: Readonly<Record<string, Field>> = {
  name: { type: exporterName },
  events: { type: eventList, default: DEFAULT_EVENTS },
  operations: { type: oneOf('entries', 'all'), default: 'entries' },
  filter: { type: callback },
  sampleRatio: { type: ratio, default: 1 },
  alwaysErrors: { type: flag, default: true },
  maxRecordBytes: { type: integer({ min: 1024 }), default: 65_536 },
};

const QUEUE: Readonly<Record<string, Field>> = {
  maxQueueSize: { type: integer({ min: 1 }), default: 4096 },
  maxQueueBytes: { type: integer({ min: 1024 }), default: 8_388_608 },
  maxBatchSize: { type: integer({ min: 1 }), default: 512 },
  maxBatchBytes: { type: integer({ min: 1024 }), default: 1_048_576 },
  scheduleDelayMs: { type: milliseconds(1), default: 1000 },
};

const FIELDS: Readonly<Record<ExporterConfig['type'], Readonly<Record<string, Field>>>> = {
  file: {
    ...SELECTION,
    ...QUEUE,
    path: { type: text, isRequired: true },
    maxFileBytes: { type: integer({ min: 1024 }), default: 67_108_864 },
    rotateEveryMs: { type: integer({ min: 0 }), default: 86_400_000 },
    maxFiles: { type: integer({ min: 1, max: 1000 }), default: 8 },
  },
  webhook: {
    ...SELECTION,
    ...QUEUE,
    url: { type: url, isRequired: true },
    secret: { type: text, isRequired: true },
    headers: { type: headerRecord, default: {} },
    compression: { type: oneOf('none', 'gzip'), default: 'none' },
    timeoutMs: { type: milliseconds(1), default: 10_000 },
    retryForMs: { type: milliseconds(), default: 300_000 },
  },
  console: { ...SELECTION, format: { type: oneOf('line', 'tree'), default: 'line' } },
};

const TYPES = Object.keys(FIELDS) as ExporterConfig['type'][];

export const exporterList: OptionType = {
  name: 'list of exporters',
  textExample: '[{"type":"file","path":"/var/log/orders/telemetry.jsonl"}]',
  fromText: fromJson,
  check: (candidate) => {
    if (!Array.isArray(candidate)) return refuse('must be a list of exporters', `write e.g. [${EXAMPLE}]`);
    const complaints = candidate.flatMap((item, at) => [
      ...placed(`[${at}]`, exporterComplaints(item)),
      ...placed(`[${at}].name`, uniqueness(item, candidate.slice(0, at))),
    ]);
    return complaints.length > 0 ? { complaints } : judge(candidate.map(toExporter), []);
  },
};

function exporterComplaints(candidate: unknown): Complaint[] {
  if (!isRecord(candidate)) return [{ fact: 'must be an exporter', got: candidate, fix: `write e.g. ${EXAMPLE}` }];
  const fields = fieldsOf(candidate.type);
  if (fields === undefined) {
    const fix = `write one of ${TYPES.map((type) => `'${type}'`).join(', ')}`;
    return [{ at: '.type', fact: 'is no type of exporter', got: candidate.type, fix }];
  }
  const names = ['type', ...Object.keys(fields)];
  const unknown = Object.keys(candidate).filter((key) => !names.includes(key));
  return [
    ...unknown.map((key) => unknownKey(key, names)),
    ...Object.entries(fields).flatMap(([key, field]) => placed(`.${key}`, fieldComplaints(field, candidate[key]))),
  ];
}

function fieldsOf(type: unknown): Readonly<Record<string, Field>> | undefined {
  return TYPES.includes(type as ExporterConfig['type']) ? FIELDS[type as ExporterConfig['type']] : undefined;
}

function fieldComplaints({ type, isRequired }: Field, given: unknown): readonly Complaint[] {
  if (given === undefined) return isRequired ? [{ fact: 'must be given', got: given, fix: `give a ${type.name}` }] : [];
  const verdict = type.check(given);
  return 'complaints' in verdict ? verdict.complaints.map((complaint) => ({ got: given, ...complaint })) : [];
}

function unknownKey(key: string, names: readonly string[]): Complaint {
  const near = nearestName(key, names);
  const fix = near ? `rename it (did you mean ${near}?)` : `use ${names.join(', ')}`;
  return { at: `.${key}`, fact: 'is not an option', fix, code: 'OBS_ERR_OPTION_UNKNOWN' };
}

function uniqueness(item: unknown, before: readonly unknown[]): Complaint[] {
  const name = nameOf(item);
  if (name === undefined || !before.some((other) => nameOf(other) === name)) return [];
  return [{ fact: 'is used twice', got: name, fix: 'give each exporter a name of its own' }];
}

function nameOf(item: unknown): unknown {
  return isRecord(item) ? (item.name ?? item.type) : undefined;
}

function placed(place: string, complaints: readonly Complaint[]): Complaint[] {
  return complaints.map((complaint) => ({ ...complaint, at: `${place}${complaint.at ?? ''}` }));
}

/** Of an item that nothing is wrong with. */
function toExporter(item: Record<string, unknown>): ExporterConfig {
  const fields = Object.entries(fieldsOf(item.type)!).map(([key, { type, default: usual }]) => {
    const verdict = item[key] === undefined ? undefined : type.check(item[key]);
    return [key, verdict !== undefined && 'value' in verdict ? verdict.value : usual];
  });
  return { ...Object.fromEntries(fields), type: item.type, name: nameOf(item) } as ExporterConfig;
}
