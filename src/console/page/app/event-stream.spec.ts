import { readEvents } from './event-stream.js';

/** Cut anywhere, as a network does. */
async function eventsOf(...parts: string[]): Promise<unknown[]> {
  const bytes = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(bytes.encode(part));
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

describe('a stream of events', () => {
  it('is read whole, wherever it was cut', async () => {
    const events = await eventsOf('id: 1\neve', 'nt: hello\ndata: {"a"', ':1}\n', '\nid: 2\ndata: x\ndata: y\n\n');

    expect(events).toEqual([
      { id: '1', type: 'hello', data: '{"a":1}' },
      { id: '2', type: 'message', data: 'x\ny' },
    ]);
  });

  it('keeps the last id, skips what has no data, and leaves out what did not end', async () => {
    const events = await eventsOf('id: 7\ndata: a\r\n\r\n: still there\n\nevent: b\ndata: b\n\ndata: cut');

    expect(events).toEqual([
      { id: '7', type: 'message', data: 'a' },
      { id: '7', type: 'b', data: 'b' },
    ]);
  });

  it('survives letters cut in two', async () => {
    const [first, second] = ['data: Zü', 'rich\n\n'];
    const bytes = new TextEncoder().encode(first + second);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 8));
        controller.enqueue(bytes.slice(8));
        controller.close();
      },
    });

    expect((await readEvents(body).next()).value).toEqual({ id: '', type: 'message', data: 'Zürich' });
  });
});
