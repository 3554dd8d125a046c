/** The one shape of every answer: JSON with a version, whose strings have passed the redactor once more. */
import type { EndpointAnswer } from '../endpoints/index.js';
import type { Redactor } from '../security/index.js';
import type { ManagementProblem } from './problem.js';

export const SHAPE_VERSION = 1;

/** Something that is not JSON of ours: a profile for another tool, a command line. */
export interface Download {
  readonly name: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export class Answers {
  constructor(private readonly redactor: Pick<Redactor, 'redactText'>) {}

  ok(body: object): EndpointAnswer {
    return this.json(200, { version: SHAPE_VERSION, ...body });
  }

  download({ name, contentType, body }: Download): EndpointAnswer {
    const headers = { 'content-type': contentType, 'content-disposition': `attachment; filename="${name}"` };
    return { status: 200, headers, body };
  }

  refused({ status, problem, headers }: ManagementProblem): EndpointAnswer {
    return this.json(status, { version: SHAPE_VERSION, error: problem }, headers);
  }

  private json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): EndpointAnswer {
    const text = JSON.stringify(body, (_key, value: unknown) => this.shown(value));
    return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: text };
  }

  private shown(value: unknown): unknown {
    return typeof value === 'string' ? this.redactor.redactText(value, Infinity) : value;
  }
}

/** Methods that an endpoint takes, as a browser's preflight may ask; no other origin is ever let in. */
export function optionsAnswer(allow: string): EndpointAnswer {
  return { status: 204, headers: { allow }, body: '' };
}
