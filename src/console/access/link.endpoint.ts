/**
 * Another link into the application's log, asked for by somebody who is not let in: who can read the log may look, so that a second
 * browser is one click away.
 */
import {
  MAX_BODY_BYTES,
  methodNotAllowed,
  readFields,
  type Answers,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRequest,
} from '../../endpoints/index.js';
import type { Access } from './access.js';

export interface LinkEndpointOptions {
  readonly path: string;
  readonly access: Access;
  readonly answers: Answers;
  /** Writes a link with this token. */
  readonly print: (token: string) => void;
}

export class LinkEndpoint implements Endpoint {
  readonly path: string;
  readonly title = 'link to the console';
  readonly maxBodyBytes = MAX_BODY_BYTES;

  constructor(private readonly options: LinkEndpointOptions) {
    this.path = options.path;
  }

  answer(request: EndpointRequest): Promise<EndpointAnswer> {
    return this.options.answers.of(() => this.answerTo(request));
  }

  private async answerTo(request: EndpointRequest): Promise<EndpointAnswer> {
    const { access, answers, print } = this.options;
    access.checkPlace(request);
    if (request.method !== 'POST') throw methodNotAllowed(request.method, 'POST');
    access.checkChange(request);
    (await readFields(request)).done();
    print(access.nextToken(request));
    return answers.ok({ isPrinted: true });
  }
}
