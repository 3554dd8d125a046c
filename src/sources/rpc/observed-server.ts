/**
 * The server side. Nest registers each handler with `addHandler`, which is where a handler gets its operation, on every
 * transport and for strategies of the application's own; `handleMessage` is where a packet comes in, and `getHandlerByPattern`
 * where it turns out that nobody handles it.
 */
import { impersonate, wrapMethod, type Method } from '../../kernel/index.js';
import { HandlerSite } from './handler-site.js';
import { IncomingCall } from './incoming-call.js';
import { arrivalAt, metadataOf, PacketArrival } from './packet-arrival.js';
import { observerOfServer } from './rpc-observer.js';
import { prototypesOf } from './transports.js';
import { recordUnmatched } from './unmatched-message.js';

/** Wraps the classes of this server; idle for servers that no observed application owns. */
export function observeServerClass(server: object): void {
  for (const prototype of prototypesOf(server)) {
    wrapMethod(prototype, 'addHandler', observedRegistration);
    wrapMethod(prototype, 'handleMessage', observedArrival);
    wrapMethod(prototype, 'parseMessage', observedParsing);
    wrapMethod(prototype, 'getHandlerByPattern', observedLookUp);
  }
}

/** Nest chains the handlers of one event by `next`, each calling the one behind it. */
interface MessageHandler extends Method {
  next?: MessageHandler;
}

const sites = new WeakMap<object, HandlerSite>();

function observedRegistration(addHandler: Method): Method {
  return function (pattern, handler, isEvent, ...rest) {
    const isKnown = typeof handler !== 'function' || sites.has(handler);
    const observed = isKnown ? handler : observedHandler(handler as MessageHandler, siteOf(this, pattern, isEvent));
    return addHandler.call(this, pattern, observed, isEvent, ...rest);
  };
}

function siteOf(server: object, pattern: unknown, isEvent: unknown): HandlerSite {
  return new HandlerSite(server, pattern, isEvent === true);
}

function observedHandler(handler: MessageHandler, site: HandlerSite): MessageHandler {
  const observed: MessageHandler = function (...args) {
    const observer = site.isChained ? undefined : observerOfServer(site.server);
    if (observer === undefined) return handler.apply(this, args);
    const begin = () => new IncomingCall(observer, site, args);
    const call = observer.pipeline.diagnostics.safely('rpc', 'message', begin, undefined);
    return call === undefined ? handler.apply(this, args) : call.run(handler, this);
  };
  impersonate(observed, handler);
  sites.set(observed, site);
  return chained(observed, handler);
}

/** What Nest hangs behind our wrapper must stand behind the handler itself, which calls it. */
function chained(observed: MessageHandler, handler: MessageHandler): MessageHandler {
  return Object.defineProperty(observed, 'next', {
    configurable: true,
    enumerable: true,
    get: () => handler.next,
    set: (next: MessageHandler) => {
      handler.next = next;
      const site = sites.get(next);
      if (site !== undefined) site.isChained = true;
    },
  });
}

function observedArrival(handleMessage: Method): Method {
  return function (...args) {
    if (observerOfServer(this) === undefined) return handleMessage.apply(this, args);
    const arrival = new PacketArrival(this);
    // TCP hands over the packet as it came; others parse it first.
    arrival.metadata = metadataOf(args[1]);
    return arrival.run(handleMessage, args);
  };
}

function observedParsing(parseMessage: Method): Method {
  return function (...args) {
    const packet = parseMessage.apply(this, args);
    const arrival = arrivalAt(this);
    if (arrival !== undefined) arrival.metadata = metadataOf(packet);
    return packet;
  };
}

function observedLookUp(getHandlerByPattern: Method): Method {
  return function (...args) {
    const arrival = arrivalAt(this);
    if (arrival === undefined) return getHandlerByPattern.apply(this, args);
    arrival.lookUps++;
    let handler: unknown;
    try {
      handler = getHandlerByPattern.apply(this, args);
    } finally {
      arrival.lookUps--;
    }
    if (handler == null && arrival.lookUps === 0) recordUnmatched(arrival, args[0]);
    return handler;
  };
}
