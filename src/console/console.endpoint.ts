/** A resource behind a path: who asks is looked at first, then the method, then what is asked. */
import {
  denied,
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
import type { Access } from './access/access.js';
import type { ConsoleResource } from './resource.js';

export interface ConsoleEndpointOptions {
  /** Of the API, without a slash at its end. */
  readonly base: string;
  readonly access: Access;
  readonly answers: Answers;
  /** `console.changes` */
  readonly mayChange: boolean;
}

export class ConsoleEndpoint implements Endpoint {
  readonly path: string;
  readonly title: string;
  readonly maxBodyBytes: number;
  /** What is streamed has to leave at once. */
  readonly isCompressible: boolean;
  private readonly allow: string;

  constructor(
    private readonly resource: ConsoleResource,
    private readonly options: ConsoleEndpointOptions,
  ) {
    const { name, maxBodyBytes = MAX_BODY_BYTES, read, stream, change } = resource;
    this.path = `${options.base}/${name}`;
    this.title = `${name} of the console`;
    this.maxBodyBytes = maxBodyBytes;
    this.isCompressible = stream === undefined;
    const methods = [...((read ?? stream) ? ['GET', 'HEAD'] : []), ...(change ? ['POST'] : []), 'OPTIONS'];
    this.allow = methods.join(', ');
  }

  answer(request: EndpointRequest): Promise<EndpointAnswer> {
    return this.options.answers.of(() => this.answerTo(request));
  }

  private answerTo(request: EndpointRequest): EndpointAnswer | Promise<EndpointAnswer> {
    const { method } = request;
    const { resource } = this;
    if (method === 'POST' && resource.change) return this.change(request);
    this.options.access.admit(request);
    if (method === 'OPTIONS') return optionsAnswer(this.allow);
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && resource.stream) return this.stream(request);
    if (isRead && resource.read) return this.read(request);
    throw methodNotAllowed(method, this.allow);
  }

  private async read({ query }: EndpointRequest): Promise<EndpointAnswer> {
    const { answers } = this.options;
    const found = await this.resource.read!(query);
    return found instanceof DownloadAnswer ? answers.download(found.file) : answers.ok(found);
  }

  private stream({ headers }: EndpointRequest): EndpointAnswer {
    const lastEventId = headers['last-event-id'];
    const body = this.resource.stream!(typeof lastEventId === 'string' ? lastEventId : undefined);
    // Proxies that collect answers, as nginx does, leave this one alone.
    const head = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
    return { status: 200, headers: head, body, signal: body.signal };
  }

  private async change(request: EndpointRequest): Promise<EndpointAnswer> {
    const { access, answers, mayChange } = this.options;
    const caller = access.admitChange(request);
    if (!mayChange) throw denied(403, 'Nothing may be changed from the console', 'set console.changes to true');
    return answers.ok(await this.resource.change!(await readFields(request, this.maxBodyBytes), caller));
  }
}
