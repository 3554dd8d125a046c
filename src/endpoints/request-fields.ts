/** The JSON body of a change, read field by field: what is missing, wrong or unknown is said, and nothing is changed. */
import { invalid, problemOf } from './api-problem.js';
import type { EndpointRequest } from './endpoint.js';

export const MAX_BODY_BYTES = 16_384;

/** Names of contexts and routes go into logs and pages. */
const PRINTABLE = /^[\w $.,:;/@*()#~+-]{1,200}$/;

/**
 * @param maxBytes what the endpoint takes, see `Endpoint.maxBodyBytes`
 * @throws ApiProblem with 400, 413 or 415
 */
export async function readFields(request: EndpointRequest, maxBytes = MAX_BODY_BYTES): Promise<RequestFields> {
  const contentType = request.headers['content-type'];
  // A form of another site can send anything but this.
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? ''))
    throw problemOf(415, 'A change must be JSON', 'send it with `Content-Type: application/json`', contentType);
  const body = await request.readBody?.();
  if (body === undefined) throw problemOf(413, `A change may have ${maxBytes} bytes`, 'send less');
  return new RequestFields(parsed(body));
}

export class RequestFields {
  private readonly fields: ReadonlyMap<string, unknown>;
  private readonly asked = new Set<string>();

  constructor(body: object) {
    this.fields = new Map(Object.entries(body));
  }

  /** @returns null where the field says so; undefined where it is missing */
  get(name: string): unknown {
    this.asked.add(name);
    return this.fields.get(name);
  }

  /** A name that is safe to show anywhere; undefined where it is missing. */
  name(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || (typeof value === 'string' && PRINTABLE.test(value))) return value;
    throw invalid(`${name} must be a name of 1 to 200 plain characters`, 'use letters, digits and punctuation', value);
  }

  number(name: string, min: number, max: number): number | undefined {
    const value = this.get(name);
    if (value === undefined || (typeof value === 'number' && value >= min && value <= max)) return value;
    throw invalid(`${name} must be a number from ${min} to ${max}`, `send e.g. ${min}`, value);
  }

  flag(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value === 'boolean') return value;
    throw invalid(`${name} must be true or false`, 'leave it out, or send true', value);
  }

  word<W extends string>(name: string, words: readonly W[]): W {
    const value = this.get(name);
    if (words.includes(value as W)) return value as W;
    throw invalid(`${name} must be one of ${words.join(', ')}`, `send e.g. ${words[0]}`, value);
  }

  /** Call it once every field that there may be was asked for. */
  done(): void {
    const unknown = [...this.fields.keys()].find((name) => !this.asked.has(name));
    if (unknown === undefined) return;
    throw invalid('There is a field that means nothing here', `use ${[...this.asked].join(', ')}`, unknown);
  }
}

function parsed(body: Buffer): object {
  const value = readJson(body.toString('utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('The body must be a JSON object', 'send e.g. {"level":"debug"}');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
