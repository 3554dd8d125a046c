/** What operations of HTTP are about, as far as it is needed here: the room knows no source. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CaptureFacts } from '../config/index.js';
import type { Operation, OperationSubject } from '../kernel/index.js';

export interface HttpSubject extends OperationSubject {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** 499 where the client went away first. */
  readonly status: number;
  readonly scheme: 'http' | 'https';
  readonly route?: { readonly template: string } | undefined;
}

export function httpSubjectOf({ subject }: Operation): HttpSubject | undefined {
  return subject !== undefined && 'request' in subject && 'response' in subject ? (subject as HttpSubject) : undefined;
}

export function factsOf({ outcome = 'ok', durationMs }: Operation, subject: HttpSubject): CaptureFacts {
  const { request, path, route, status } = subject;
  const { method = '', headers } = request;
  return { method, path, route: route?.template, status, outcome, durationMs, headers };
}
