/** Server-sent events over `fetch`: unlike EventSource it can say where to go on, and sees why it was refused. */

export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** The events of one connection, until it ends. Follows https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  let rest = '';
  let id = '';
  for await (const text of textsOf(body)) {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block, id);
      id = event.id;
      if (event.data !== '') yield event;
    }
  }
}

async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  try {
    // oxlint-disable-next-line no-await-in-loop -- each as it comes
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    reader.releaseLock();
  }
}

/** @param lastId what the event has where it says none of its own */
export function parseEvent(block: string, lastId: string): StreamEvent {
  const fields = block.split('\n').map(fieldOf);
  const last = (name: string): string | undefined => fields.findLast((field) => field.name === name)?.value;
  const data = fields.filter((field) => field.name === 'data').map((field) => field.value);
  return { id: last('id') ?? lastId, type: last('event') ?? 'message', data: data.join('\n') };
}

function fieldOf(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: line, value: '' };
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
}
