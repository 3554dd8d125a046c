/** The one shape of every answer of an API of ours: JSON with a version. */
import type { Redactor } from '../security/index.js';
import { asProblem, type ApiProblem } from './api-problem.js';
import type { EndpointAnswer } from './endpoint.js';

const SHAPE_VERSION = 1;

/** Something that is not JSON of ours: a profile for another tool, a command line. */
export interface Download {
  readonly name: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export class DownloadAnswer {
  constructor(readonly file: Download) {}
}

export class Answers {
  private readonly shown: ((key: string, value: unknown) => unknown) | undefined;

  /** @param redactor of every string once more; left out where everything was redacted when it was recorded */
  constructor(redactor?: Pick<Redactor, 'redactText'>) {
    this.shown =
      redactor && ((_key, value) => (typeof value === 'string' ? redactor.redactText(value, Infinity) : value));
  }

  /** What a caller did wrong is an answer, too. Anything else that is thrown is a fault of ours. */
  async of(work: () => EndpointAnswer | Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    try {
      return await work();
    } catch (error) {
      const problem = asProblem(error);
      if (problem === undefined) throw error;
      return this.refused(problem);
    }
  }

  ok(body: object): EndpointAnswer {
    return this.json(200, { version: SHAPE_VERSION, ...body });
  }

  download({ name, contentType, body }: Download): EndpointAnswer {
    const headers = { 'content-type': contentType, 'content-disposition': `attachment; filename="${name}"` };
    return { status: 200, headers, body };
  }

  refused({ status, problem, headers }: ApiProblem): EndpointAnswer {
    return this.json(status, { version: SHAPE_VERSION, error: problem }, headers);
  }

  private json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): EndpointAnswer {
    const text = JSON.stringify(body, this.shown);
    return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: text };
  }
}

/** Methods that an endpoint takes, as a browser's preflight may ask; no other origin is ever let in. */
export function optionsAnswer(allow: string): EndpointAnswer {
  return { status: 204, headers: { allow }, body: '' };
}
