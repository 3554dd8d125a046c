/** Which handler takes which command or query, by the metadata from which @nestjs/cqrs registers them. */

/** Keys of @nestjs/cqrs 10 to 12: on the message's class, and on the handler's class naming it. */
const PAIRS = [
  ['__command__', '__commandHandler__'],
  ['__query__', '__queryHandler__'],
] as const;

export class HandlerNames {
  /** By the id that the package gives to a message's class, and subclasses inherit. */
  private readonly byId = new Map<unknown, string>();

  constructor(handlers: Iterable<Function>) {
    for (const handler of handlers) {
      for (const [messageKey, handlerKey] of PAIRS) {
        const message: unknown = Reflect.getMetadata(handlerKey, handler);
        const id = typeof message === 'function' ? idOf(message, messageKey) : undefined;
        if (id !== undefined) this.byId.set(id, `${handler.name}.execute`);
      }
    }
  }

  of(message: unknown): string | undefined {
    const type: unknown = (message as { constructor?: unknown } | null | undefined)?.constructor;
    if (typeof type !== 'function') return undefined;
    return PAIRS.map(([messageKey]) => this.byId.get(idOf(type, messageKey))).find((name) => name !== undefined);
  }
}

function idOf(type: Function, key: string): unknown {
  return (Reflect.getMetadata(key, type) as { readonly id?: unknown } | undefined)?.id;
}
