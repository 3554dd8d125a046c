/** The HTTP request that a WebSocket began as; it never was a `request` event of the server. */
import type { IncomingMessage } from 'node:http';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { OperationStart } from '../../kernel/index.js';
import type { RemoteContext } from '../http/remote-context.js';
import { requestScope, type ScopeOptions } from '../http/request-scope.js';

/**
 * `ws` gives the request beside the client, socket.io keeps it on the client (the first one, where polling was upgraded).
 * Undefined for adapters that do neither.
 */
export function handshakeOf(client: object, beside: unknown): IncomingMessage | undefined {
  const { request, upgradeReq } = client as { request?: unknown; upgradeReq?: unknown };
  return [beside, request, upgradeReq].find(isRequest);
}

/** The trace and the ids that the connection continues. */
export function incomingOf(
  handshake: IncomingMessage | undefined,
  remote: RemoteContext,
  options: ScopeOptions,
  isRecorded: boolean,
): Pick<OperationStart, 'context' | 'scope' | 'attributes'> {
  const request = handshake ?? { headers: {} };
  const { config, identify } = options;
  // socket.io connects inside one of its polling requests; the connection is no part of that.
  const parent = context.with(ROOT_CONTEXT, () => remote.of(request.headers));
  return {
    context: parent,
    attributes: remote.attributesOf(parent),
    scope: requestScope(
      { request, frameworkRequest: handshake },
      { config, identify: handshake === undefined ? undefined : identify },
      isRecorded,
    ),
  };
}

function isRequest(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && typeof (value as { headers?: unknown }).headers === 'object';
}
