/** Servers that behave in every way a client has to cope with, and the clients that call them. */
import {
  createServer,
  request as httpRequest,
  type ClientRequest,
  type RequestListener,
  type RequestOptions,
  type Server,
} from 'node:http';
import { createServer as createSecureServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';

export const answers: RequestListener = (request, response) => {
  const { socket } = request;
  switch (new URL(request.url ?? '/', 'http://far').pathname) {
    case '/silent':
      return;
    case '/cut':
      return void socket.destroy();
    case '/reset':
      return void socket.resetAndDestroy();
    case '/half':
      return void response.writeHead(200, { 'content-length': '100' }).write('half of it');
    case '/half-cut':
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
      return void setTimeout(() => socket.destroy(), 20);
    case '/half-reset':
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
      return void setTimeout(() => socket.resetAndDestroy(), 20);
    case '/chunks':
      response.write('0123456789');
      return void setTimeout(() => response.end('0123456789'), 10);
    case '/moved':
      return void response.writeHead(302, { location: '/' }).end();
    case '/missing':
      return void response.writeHead(404).end('not here');
    case '/broken':
      return void response.writeHead(503).end();
    case '/echo':
      return void request.pipe(response);
    default:
      request.resume();
      return void request.once('end', () => response.end('answer'));
  }
};

export interface FarSide {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

export async function farSide(listener: RequestListener = answers): Promise<FarSide> {
  return opened(createServer(listener), 'http');
}

/** With a certificate that nobody trusts. */
export async function secureFarSide(): Promise<FarSide> {
  return opened(createSecureServer(selfSigned(), answers) as unknown as Server, 'https');
}

export function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'far-side-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const options = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...options, ...subject], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

async function opened(server: Server, scheme: string): Promise<FarSide> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { server, url: `${scheme}://localhost:${(server.address() as AddressInfo).port}`, close };
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export type Client = (url: string, options?: CallOptions) => Promise<string>;

export const clients: Readonly<Record<string, Client>> = {
  fetch: async (url, options = {}) => (await fetch(url, options)).text(),
  'http.request': callByNode,
  axios: async (url, { method = 'GET', body, signal } = {}) => {
    const options = { url, method, data: body, signal, validateStatus: () => true, responseType: 'text' } as const;
    return String((await axios.request<string>(options as never)).data);
  },
};

export function callByNode(
  url: string,
  { method = 'GET', body, signal }: CallOptions = {},
  more: RequestOptions = {},
  act: (request: ClientRequest) => void = () => undefined,
): Promise<string> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, ...(signal && { signal }), ...more }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text)).once('error', reject);
    });
    request.once('error', reject);
    act(request);
    request.end(body);
  });
}
