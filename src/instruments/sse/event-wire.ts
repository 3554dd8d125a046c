/** An event stream written to a response of Node, where there is no `@Sse()` to do it. */
import type { ServerResponse } from 'node:http';
import type { MessageEvent } from '@nestjs/common';
import type { Observable } from 'rxjs';

const HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  // nginx would hold events back until its buffer is full.
  'x-accel-buffering': 'no',
};

export function writeEvents(events: Observable<MessageEvent>, response: ServerResponse): void {
  response.writeHead(200, HEAD);
  response.flushHeaders();
  const subscription = events.subscribe({
    next: (event) => void response.write(textOf(event)),
    complete: () => void response.end(),
  });
  response.once('close', () => subscription.unsubscribe());
}

/** Line breaks of the data begin a `data` line each; those of Windows and of old Macs are the same to the client. */
function textOf({ id, type, data }: MessageEvent): string {
  const lines = String(data)
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`);
  const name = type === undefined ? '' : `event: ${type}\n`;
  return `${name}id: ${id}\n${lines.join('')}\n`;
}
