/**
 * The variables OpenTelemetry has standardised, where reading them takes more than their option's type.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
import { recordFromText, splitList } from './collection-types.js';
import { optionRow } from './option-table.js';
import { isHttpUrl, ratio } from './scalar-types.js';
import { MASK, showValue } from './show-value.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable with text; an empty one counts as unset, as OpenTelemetry asks. */
export function readVariable(name: string, env: Environment = process.env): string | undefined {
  return env[name]?.trim() || undefined;
}

/** What a standard variable says about one option; either part may be missing. */
export interface StandardReading {
  readonly value?: unknown;
  readonly warning?: string;
}

/** Reads a standard variable for one option; a bad value gives a warning and no value. */
export function readStandardVariable(name: string, path: string, text: string, env: Environment): StandardReading {
  const dialect = DIALECTS[name];
  return dialect ? dialect({ name, path, text, env }) : readByType({ name, path, text, env });
}

/** `OTEL_SDK_DISABLED`: only `true` in any case disables. */
export function readSdkDisabled(env: Environment): { readonly isDisabled: boolean; readonly warning?: string } {
  const text = readVariable('OTEL_SDK_DISABLED', env)?.toLowerCase();
  if (text === undefined || text === 'true' || text === 'false') return { isDisabled: text === 'true' };
  return {
    isDisabled: false,
    warning: `OTEL_SDK_DISABLED must be true or false; got ${showValue(text)}. It counts as false.`,
  };
}

interface Question {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly env: Environment;
}

const DIALECTS: Readonly<Record<string, (question: Question) => StandardReading>> = {
  OTEL_RESOURCE_ATTRIBUTES: readResourceAttributes,
  OTEL_TRACES_SAMPLER: readSampler,
  OTEL_TRACES_SAMPLER_ARG: warnOfLoneArgument,
  OTEL_TRACES_EXPORTER: readExporters,
  OTEL_EXPORTER_OTLP_ENDPOINT: readEndpoint,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: readEndpoint,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: readEndpoint,
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: readEndpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: readProtocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: readProtocol,
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: readProtocol,
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: readProtocol,
  OTEL_EXPORTER_OTLP_HEADERS: readHeaders,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: readHeaders,
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: readHeaders,
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: readHeaders,
};

function readByType({ name, path, text }: Question): StandardReading {
  const { type } = optionRow(path);
  const verdict = type.check(type.fromText?.(text));
  return 'value' in verdict ? verdict : ignored(name, verdict.complaints[0]?.fact ?? 'is invalid', text);
}

function ignored(name: string, fact: string, text: string): StandardReading {
  return { warning: `${name} ${fact}; got ${showValue(text)}. The value is ignored.` };
}

interface Sampler {
  readonly isParentBased: boolean;
  /** Undefined: OTEL_TRACES_SAMPLER_ARG says it. */
  readonly ratio?: number;
}

const SAMPLERS: ReadonlyMap<string, Sampler> = new Map(
  Object.entries({
    always_on: { isParentBased: false, ratio: 1 },
    always_off: { isParentBased: false, ratio: 0 },
    traceidratio: { isParentBased: false },
    parentbased_always_on: { isParentBased: true, ratio: 1 },
    parentbased_always_off: { isParentBased: true, ratio: 0 },
    parentbased_traceidratio: { isParentBased: true },
  }),
);

function readSampler({ name, path, text, env }: Question): StandardReading {
  const sampler = SAMPLERS.get(text.toLowerCase());
  if (!sampler) return ignored(name, `must be one of ${[...SAMPLERS.keys()].join(', ')}`, text);
  if (path === 'traces.parentBased') return { value: sampler.isParentBased };
  return sampler.ratio === undefined ? readSamplerArgument(env) : { value: sampler.ratio };
}

/** Without an argument the standard records everything, unless our own variable says how much. */
function readSamplerArgument(env: Environment): StandardReading {
  const text = readVariable('OTEL_TRACES_SAMPLER_ARG', env);
  const verdict = ratio.check(ratio.fromText?.(text ?? ''));
  if ('value' in verdict) return verdict;
  const warning = text === undefined ? {} : ignored('OTEL_TRACES_SAMPLER_ARG', 'must be a number from 0 to 1', text);
  return readVariable('TRACE_SAMPLE_RATE', env) === undefined ? { value: 1, ...warning } : warning;
}

function warnOfLoneArgument({ name, env }: Question): StandardReading {
  if (readVariable('OTEL_TRACES_SAMPLER', env) !== undefined) return {};
  return { warning: `${name} is ignored, since OTEL_TRACES_SAMPLER is not set; TRACE_SAMPLE_RATE needs no sampler.` };
}

const EXPORTERS = new Set(['otlp', 'console', 'none']);

/** A list by the standard; `console` is the tree on standard output. */
function readExporters({ name, path, text }: Question): StandardReading {
  const asked = splitList(text.toLowerCase());
  const unknown = asked.filter((exporter) => !EXPORTERS.has(exporter));
  const warning = unknown.length > 0 ? ignored(name, 'must name otlp, console or none', unknown.join(',')) : {};
  if (path === 'traces.tree') return { ...(asked.includes('console') && { value: true }), ...warning };
  if (asked.length === unknown.length) return warning;
  return { value: asked.includes('otlp') && !asked.includes('none') ? 'otlp' : 'none', ...warning };
}

/** A bare `host:port` is a gRPC target; the standard reaches it with TLS unless INSECURE says otherwise. */
function readEndpoint({ name, path, text, env }: Question): StandardReading {
  if (isHttpUrl(text)) return { value: text };
  if (!/^[\w.-]+:\d+$/.test(text)) return ignored(name, 'must be an http or https URL', text);
  const signal = path.split('.', 1)[0]!.toUpperCase();
  const insecure =
    readVariable(`OTEL_EXPORTER_OTLP_${signal}_INSECURE`, env) ?? readVariable('OTEL_EXPORTER_OTLP_INSECURE', env);
  return { value: `${insecure?.toLowerCase() === 'true' ? 'http' : 'https'}://${text}` };
}

/** Every collector that takes `http/json` takes protobuf on the same port, so that is the nearest meaning. */
function readProtocol(question: Question): StandardReading {
  if (question.text.toLowerCase() !== 'http/json') return readByType(question);
  return { value: 'http/protobuf', warning: `${question.name}=http/json is not supported; http/protobuf is used.` };
}

function readHeaders({ name, path, text }: Question): StandardReading {
  const verdict = optionRow(path).type.check(decodePairs(text));
  // The value is a credential more often than not, so the warning does not show it.
  return 'value' in verdict
    ? verdict
    : { warning: `${name} must be name=value pairs, percent-encoded; got ${MASK}. The value is ignored.` };
}

const ATTRIBUTE_OF_OPTION: Readonly<Record<string, string>> = {
  'service.name': 'service.name',
  'service.version': 'service.version',
  'service.instanceId': 'service.instance.id',
};

/** One bad pair discards the whole variable, as the standard says. */
function readResourceAttributes({ name, path, text }: Question): StandardReading {
  const pairs = decodePairs(text);
  if (typeof pairs === 'string') return ignored(name, 'must be key=value pairs, percent-encoded', text);
  const attribute = ATTRIBUTE_OF_OPTION[path];
  if (attribute !== undefined) return pairs[attribute] ? { value: pairs[attribute] } : {};
  const ofNoOption = Object.entries(pairs).filter(([key]) => !Object.values(ATTRIBUTE_OF_OPTION).includes(key));
  return ofNoOption.length === 0 ? {} : { value: Object.fromEntries(ofNoOption) };
}

/** Percent-decoded pairs, or the text itself when one cannot be read. */
function decodePairs(text: string): Record<string, string> | string {
  const pairs = text.startsWith('{') ? text : recordFromText(text, (value) => value);
  if (typeof pairs !== 'object' || pairs === null) return text;
  try {
    const decoded = Object.entries(pairs).map(([key, value]) => [decodeURIComponent(key), decodeURIComponent(value)]);
    return Object.fromEntries(decoded);
  } catch {
    return text;
  }
}
