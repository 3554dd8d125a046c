/** `GET captures`, `GET capture?id=` and `GET capture-file`: requests and answers that were kept, redacted when they were. */
import type { Capture, CapturedExchange } from '../../capture/index.js';
import { DownloadAnswer, notKept, problemOf } from '../../endpoints/index.js';
import type { ConsoleResource } from '../resource.js';
import type { CaptureAnswer, CaptureDetail, CaptureRow, CapturesAnswer } from '../shapes/index.js';

type Captures = Pick<Capture, 'all' | 'get' | 'curl' | 'har'>;

export function captureResources(captures: Captures): readonly ConsoleResource[] {
  return [capturesResource(captures), captureResource(captures), captureFileResource(captures)];
}

function capturesResource(captures: Captures): ConsoleResource {
  return {
    name: 'captures',
    read: (): Omit<CapturesAnswer, 'version'> => ({ captures: captures.all().map(rowOf) }),
  };
}

function captureResource(captures: Captures): ConsoleResource {
  return {
    name: 'capture',
    read: (query): Omit<CaptureAnswer, 'version'> => {
      const capture = kept(captures, query);
      return { capture: detailOf(capture), curl: captures.curl(capture.id) ?? null };
    },
  };
}

/** `?id=&format=`; without an id all of them, as an archive. */
function captureFileResource(captures: Captures): ConsoleResource {
  return {
    name: 'capture-file',
    read: (query) => {
      const format = query.get('format') ?? 'har';
      if (format === 'curl') return curlFile(captures, kept(captures, query));
      if (format !== 'har') throw problemOf(400, 'There is no such format', 'use curl or har', format);
      return harFile(captures, query.has('id') ? [kept(captures, query)] : captures.all());
    },
  };
}

/** @throws ApiProblem where it is not in memory */
function kept(captures: Captures, query: URLSearchParams): CapturedExchange {
  const id = query.get('id') ?? '';
  const capture = captures.get(id);
  if (capture === undefined) throw notKept('No such request is in memory', id);
  return capture;
}

function rowOf(exchange: CapturedExchange): CaptureRow {
  const { id, reason, startedAtMs, durationMs, route, traceId, request, response } = exchange;
  const { method, url } = request;
  const { status } = response;
  return { id, reason, startedAtMs, durationMs, method, url, route: route ?? null, status, traceId: traceId ?? null };
}

function detailOf(exchange: CapturedExchange): CaptureDetail {
  const { requestId = null, error = null, request, response } = exchange;
  return {
    ...rowOf(exchange),
    requestId,
    httpVersion: request.httpVersion,
    error,
    request: { headers: request.headers, body: request.body },
    response: { headers: response.headers, body: response.body },
  };
}

function curlFile(captures: Captures, { id }: CapturedExchange): DownloadAnswer {
  const body = `${captures.curl(id)}\n`;
  return new DownloadAnswer({ name: 'request.sh', contentType: 'text/plain; charset=utf-8', body });
}

function harFile(captures: Captures, exchanges: readonly CapturedExchange[]): DownloadAnswer {
  const body = JSON.stringify(captures.har(exchanges));
  return new DownloadAnswer({ name: 'captures.har', contentType: 'application/json', body });
}
