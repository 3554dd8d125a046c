/** `baggage` of W3C Baggage (https://www.w3.org/TR/baggage/), with the limits of OpenTelemetry's SDK; a test holds the two alike. */
import {
  baggageEntryMetadataFromString,
  propagation,
  type BaggageEntry,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTelemetrySuppressed } from '../kernel/index.js';

const BAGGAGE = 'baggage';
const MAX_ENTRIES = 180;
const MAX_ENTRY_LENGTH = 4096;
const MAX_LENGTH = 8192;

export class BaggagePropagator implements TextMapPropagator {
  inject(ambient: Context, carrier: unknown, setter: TextMapSetter): void {
    const baggage = propagation.getBaggage(ambient);
    if (baggage === undefined || isTelemetrySuppressed(ambient)) return;
    const header = headerOf(baggage.getAllEntries());
    if (header !== '') setter.set(carrier, BAGGAGE, header);
  }

  extract(ambient: Context, carrier: unknown, getter: TextMapGetter): Context {
    const headers = getter.get(carrier, BAGGAGE);
    const header = Array.isArray(headers) ? headers.join(',') : headers;
    const entries = typeof header === 'string' && header !== '' ? entriesOf(header) : [];
    if (entries.length === 0) return ambient;
    return propagation.setBaggage(ambient, propagation.createBaggage(Object.fromEntries(entries)));
  }

  fields(): string[] {
    return [BAGGAGE];
  }
}

function headerOf(entries: readonly [string, BaggageEntry][]): string {
  const texts = entries.flatMap(textOf).filter(({ length }) => length <= MAX_ENTRY_LENGTH);
  return texts.slice(0, MAX_ENTRIES).reduce((header, text) => {
    const longer = header === '' ? text : `${header},${text}`;
    return longer.length > MAX_LENGTH ? header : longer;
  }, '');
}

/** Nothing for half a character, which has no encoding: it does not take the other entries with it. */
function textOf([name, { value, metadata }]: [string, BaggageEntry]): string[] {
  try {
    const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    return [metadata === undefined ? pair : `${pair};${metadata.toString()}`];
  } catch {
    return [];
  }
}

/** The first ones that are valid and fit. */
function entriesOf(header: string): [string, BaggageEntry][] {
  const entries: [string, BaggageEntry][] = [];
  let length = 0;
  for (const text of header.split(',')) {
    const entry = text.length > MAX_ENTRY_LENGTH ? undefined : entryOf(text);
    if (entry === undefined) continue;
    length += text.length + Math.min(entries.length, 1);
    if (length > MAX_LENGTH) break;
    entries.push(entry);
    if (entries.length === MAX_ENTRIES) break;
  }
  return entries;
}

/** `name=value;metadata` */
function entryOf(text: string): [string, BaggageEntry] | undefined {
  const [pair, metadata] = halves(text, ';');
  const [name, value] = halves(pair, '=').map(decoded);
  if (!name || !value) return undefined;
  return [name, metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) }];
}

function halves(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** Undefined for what is no percent-encoded text. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}
