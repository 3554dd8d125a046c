/** A resource behind a path: who asks is looked at first, then the method, then what is asked. */
import {
  DownloadAnswer,
  MAX_BODY_BYTES,
  methodNotAllowed,
  optionsAnswer,
  readFields,
  type Answers,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRequest,
} from '../endpoints/index.js';
import type { Access } from './access.js';
import type { Resource } from './resource.js';

export interface ManagementEndpointOptions {
  readonly path: string;
  readonly title: string;
  readonly resource: Pick<Resource, 'read' | 'change'>;
  readonly isReadable: boolean;
  readonly isChangeable: boolean;
  readonly access: Access;
  readonly answers: Answers;
}

export class ManagementEndpoint implements Endpoint {
  readonly path: string;
  readonly title: string;
  readonly maxBodyBytes = MAX_BODY_BYTES;
  /** As an `Allow` header lists them. */
  readonly methods: readonly string[];

  constructor(private readonly options: ManagementEndpointOptions) {
    const { path, title, isReadable, isChangeable } = options;
    this.path = path;
    this.title = title;
    this.methods = [...(isReadable ? ['GET', 'HEAD'] : []), ...(isChangeable ? ['POST'] : []), 'OPTIONS'];
  }

  answer(request: EndpointRequest): Promise<EndpointAnswer> {
    return this.options.answers.of(() => this.answerTo(request));
  }

  private async answerTo(request: EndpointRequest): Promise<EndpointAnswer> {
    const { access, answers, resource } = this.options;
    const caller = access.admit(request);
    const allow = this.methods.join(', ');
    if (!this.methods.includes(request.method)) throw methodNotAllowed(request.method, allow);
    if (request.method === 'OPTIONS') return optionsAnswer(allow);
    if (request.method === 'POST') return answers.ok(await resource.change!(await readFields(request), caller));
    const found = await resource.read(request.query);
    return found instanceof DownloadAnswer ? answers.download(found.file) : answers.ok(found);
  }
}
