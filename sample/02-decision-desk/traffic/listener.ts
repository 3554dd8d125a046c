/** Somebody who has a conversation open: reads its events, and comes back after a lost connection for what was missed. */
import type { DeskClient } from './desk-client.js';

const eventId = /^id: ?(.+)$/gm;

export class Listener {
  private body: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private lastEventId: string | undefined;
  private text = '';

  constructor(
    private readonly user: DeskClient,
    private readonly path: string,
  ) {}

  /** Opens the stream, again after `cut` with the id of the last event that came. */
  async open(): Promise<void> {
    const { body } = await this.user.stream(this.path, this.lastEventId);
    this.body = body?.getReader() as typeof this.body;
    void this.read();
  }

  /** As when a train goes into a tunnel. */
  async cut(): Promise<void> {
    await this.body?.cancel().catch(() => undefined);
    this.body = undefined;
  }

  private async read(): Promise<void> {
    const reader = this.body;
    const decoder = new TextDecoder();
    try {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
        this.note(decoder.decode(part.value, { stream: true }));
    } catch {
      // Cut by either side: `open` goes on from the last id.
    }
  }

  private note(text: string): void {
    this.text += text;
    const end = this.text.lastIndexOf('\n\n');
    if (end < 0) return;
    this.lastEventId = [...this.text.slice(0, end).matchAll(eventId)].at(-1)?.[1] ?? this.lastEventId;
    this.text = this.text.slice(end + 2);
  }
}
