/** Scrapes over a real socket, from a process that has nothing else to do. */
import { get } from 'node:http';

export interface SocketScrape {
  readonly ms: number;
  readonly text: string;
}

export function scrapeOverSocket(port: number): Promise<SocketScrape> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/metrics', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const ms = performance.now() - startedAtMs;
        if (response.statusCode === 200) resolve({ ms, text: Buffer.concat(chunks).toString() });
        else reject(new Error(`a scrape was answered with ${String(response.statusCode)}`));
      });
    }).on('error', reject);
  });
}
