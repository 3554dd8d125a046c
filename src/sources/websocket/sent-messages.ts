/**
 * Counts what leaves for clients where each recipient is written to: `send` of a WebSocket, and of a socket.io socket what it
 * sends itself and what a broadcast has encoded once for all. One look-up a recipient; classes are wrapped once, for good.
 */
import { wrapMethod } from '../../kernel/index.js';
import { connectionOf } from './gateway-connection.js';

type IsMessage = (client: object, first: unknown) => boolean;

const OPEN = 1;

/** Acknowledgements take socket.io's lower way; its packet types 3 and 6. */
const ACKNOWLEDGEMENTS: ReadonlySet<unknown> = new Set([3, 6]);

/** Sees to it that what this client is sent is counted for its connection. */
export function watchSent(client: object): void {
  const { notifyOutgoingListeners, readyState } = client as { notifyOutgoingListeners?: unknown; readyState?: unknown };
  if (typeof notifyOutgoingListeners === 'function') {
    wrap(client, 'notifyOutgoingListeners', () => true);
    wrap(client, 'packet', (_socket, packet) => ACKNOWLEDGEMENTS.has((packet as { type?: unknown } | undefined)?.type));
  } else if (typeof readyState === 'number') {
    wrap(client, 'send', (socket) => (socket as { readyState?: unknown }).readyState === OPEN);
  }
}

function wrap(client: object, name: string, isMessage: IsMessage): void {
  const prototype = ownerOf(client, name);
  if (prototype === undefined) return;
  wrapMethod(
    prototype,
    name,
    (original) =>
      function () {
        if (isMessage(this, arguments[0])) connectionOf(this)?.sent();
        return Reflect.apply(original, this, arguments);
      },
  );
}

/** The class that defines the method; the client itself is left as it is. */
function ownerOf(client: object, name: string): object | undefined {
  let here = Object.getPrototypeOf(client) as object | null;
  while (here !== null && !Object.hasOwn(here, name)) here = Object.getPrototypeOf(here) as object | null;
  const descriptor = here === null ? undefined : Object.getOwnPropertyDescriptor(here, name);
  const isMethod = typeof descriptor?.value === 'function' && descriptor.configurable === true;
  return isMethod ? here! : undefined;
}
