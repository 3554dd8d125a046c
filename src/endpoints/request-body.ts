/** Reads what a client sends, up to a bound: a body must not fill our memory. What is too long is let through and forgotten. */
import type { IncomingMessage } from 'node:http';

/** Undefined where the body is longer than `maxBytes`, or broke off. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const giveUp = (): void => {
      chunks.length = 0;
      resolve(undefined);
    };
    const take = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBytes) chunks.push(chunk);
      else giveUp();
    };
    // Once all is read, `close` comes too late to say anything.
    request.on('data', take).once('end', () => resolve(sizeBytes > maxBytes ? undefined : Buffer.concat(chunks)));
    request.once('close', giveUp).once('error', giveUp);
  });
}
