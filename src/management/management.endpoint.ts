/** A resource behind a path: who asks is looked at first, then the method, then what is asked. */
import type { Endpoint, EndpointAnswer, EndpointRequest } from '../endpoints/index.js';
import type { Access } from './access.js';
import { optionsAnswer, type Answers } from './answer.js';
import { asProblem, ManagementProblem } from './problem.js';
import { MAX_BODY_BYTES, readFields } from './request-fields.js';
import { DownloadAnswer, type Resource } from './resource.js';

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

  async answer(request: EndpointRequest): Promise<EndpointAnswer> {
    try {
      return await this.answerTo(request);
    } catch (error) {
      const problem = asProblem(error);
      if (problem === undefined) throw error;
      return this.options.answers.refused(problem);
    }
  }

  private async answerTo(request: EndpointRequest): Promise<EndpointAnswer> {
    const { access, answers, resource } = this.options;
    const caller = access.admit(request);
    if (!this.methods.includes(request.method)) throw this.notAllowed(request.method);
    if (request.method === 'OPTIONS') return optionsAnswer(this.methods.join(', '));
    if (request.method === 'POST') return answers.ok(await resource.change!(await readFields(request), caller));
    const found = await resource.read(request.query);
    return found instanceof DownloadAnswer ? answers.download(found.file) : answers.ok(found);
  }

  private notAllowed(method: string): ManagementProblem {
    const allow = this.methods.join(', ');
    const problem = { code: 'OBS_ERR_REQUEST_INVALID', fact: 'It does not take this method', got: method } as const;
    return new ManagementProblem(405, { ...problem, fix: `use ${allow}` }, { allow });
  }
}
