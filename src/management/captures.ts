/** Requests and responses that were kept: a list, one of them whole, or either as a file. */
import { CaptureService, type CapturedExchange } from '../capture/index.js';
import type { Capture } from '../capture/index.js';
import { DownloadAnswer, problemOf, type RequestFields } from '../endpoints/index.js';
import type { Resource } from './resource.js';

/** A list shows what helps to choose. */
type CaptureRow = Pick<
  CapturedExchange,
  'id' | 'reason' | 'startedAtMs' | 'durationMs' | 'route' | 'traceId' | 'requestId'
> & {
  readonly method: string;
  readonly url: string;
  readonly status: number;
};

export class Captures implements Resource {
  readonly name = 'captures';
  private readonly captures: CaptureService;

  constructor(capture: Capture) {
    this.captures = new CaptureService(capture);
  }

  /** `?id=` for one, `?id=&format=curl`, `?format=har`. */
  read(query: URLSearchParams): object | DownloadAnswer {
    const id = query.get('id');
    const format = query.get('format') ?? 'json';
    if (!['json', 'curl', 'har'].includes(format)) throw unknownFormat(format);
    if (format === 'har') return this.har();
    if (id === null) return { captures: this.captures.list().map(rowOf) };
    const exchange = this.captures.get(id);
    if (exchange === undefined) throw problemOf(404, 'There is no such capture', 'ask for the list', id);
    return format === 'curl' ? this.curl(id) : { capture: exchange };
  }

  /** `{ action: 'clear' }` */
  change(fields: RequestFields): object {
    fields.word('action', ['clear']);
    fields.done();
    return { cleared: this.captures.clear() };
  }

  private har(): DownloadAnswer {
    const body = JSON.stringify(this.captures.har());
    return new DownloadAnswer({ name: 'captures.har', contentType: 'application/json', body });
  }

  private curl(id: string): DownloadAnswer {
    const body = `${this.captures.curl(id)}\n`;
    return new DownloadAnswer({ name: 'request.sh', contentType: 'text/plain; charset=utf-8', body });
  }
}

function rowOf({ request, response, ...exchange }: CapturedExchange): CaptureRow {
  const { id, reason, startedAtMs, durationMs, route, traceId, requestId } = exchange;
  const { method, url } = request;
  return { id, reason, startedAtMs, durationMs, route, traceId, requestId, method, url, status: response.status };
}

function unknownFormat(format: string): Error {
  return problemOf(400, 'There is no such format', 'use json, curl or har', format);
}
