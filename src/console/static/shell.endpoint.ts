/** The document at every address of a page. Who opens it is asked by what it asks for next. */
import {
  ApiProblem,
  type Answers,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRequest,
} from '../../endpoints/index.js';
import type { Access } from '../access/access.js';
import { PAGE_HEADERS } from './security-headers.js';

export interface ShellEndpointOptions {
  readonly path: string;
  /** Undefined where the page has not been built. */
  readonly html: string | undefined;
  readonly access: Access;
  readonly answers: Answers;
}

export class ShellEndpoint implements Endpoint {
  readonly path: string;
  readonly title = 'console';

  constructor(private readonly options: ShellEndpointOptions) {
    this.path = options.path;
  }

  answer(request: EndpointRequest): Promise<EndpointAnswer> {
    return this.options.answers.of(() => this.answerTo(request));
  }

  private answerTo(request: EndpointRequest): EndpointAnswer {
    const { access, html } = this.options;
    access.checkPlace(request);
    if (html === undefined) throw notBuilt();
    return { status: 200, headers: { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' }, body: html };
  }
}

function notBuilt(): ApiProblem {
  const fix = 'run `npm run build` in nestjs-observability, or install it from the registry';
  return new ApiProblem(503, { code: 'OBS_ERR_REQUEST_INVALID', fact: "The console's page has not been built", fix });
}
