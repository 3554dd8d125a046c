/** Where a session begins: a token in, a cookie and everything that a page has to know first out. */
import {
  invalid,
  MAX_BODY_BYTES,
  methodNotAllowed,
  readFields,
  type Answers,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRequest,
} from '../../endpoints/index.js';
import type { Access } from './access.js';

export interface SessionEndpointOptions {
  readonly path: string;
  readonly access: Access;
  readonly answers: Answers;
  /** What stands beside `version` in the answer. */
  readonly session: () => object;
}

const ALLOW = 'GET, HEAD, POST';

export class SessionEndpoint implements Endpoint {
  readonly path: string;
  readonly title = 'session of the console';
  readonly maxBodyBytes = MAX_BODY_BYTES;

  constructor(private readonly options: SessionEndpointOptions) {
    this.path = options.path;
  }

  answer(request: EndpointRequest): Promise<EndpointAnswer> {
    return this.options.answers.of(() => this.answerTo(request));
  }

  private answerTo(request: EndpointRequest): EndpointAnswer | Promise<EndpointAnswer> {
    const { access, answers, session } = this.options;
    if (request.method === 'POST') return this.begin(request);
    access.admit(request);
    if (request.method === 'GET' || request.method === 'HEAD') return answers.ok(session());
    throw methodNotAllowed(request.method, ALLOW);
  }

  private async begin(request: EndpointRequest): Promise<EndpointAnswer> {
    const { access, answers, session } = this.options;
    access.checkChange(request);
    const fields = await readFields(request);
    const token = fields.get('token');
    fields.done();
    if (typeof token !== 'string') throw invalid('token must be a string', 'send the one of the link');
    const answer = answers.ok(session());
    return { ...answer, headers: { ...answer.headers, 'set-cookie': access.signIn(request, token) } };
  }
}
