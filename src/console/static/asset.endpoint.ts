/** One file of the page. It is no secret; where it may be asked for is decided all the same. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  acceptsGzip,
  type Answers,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRequest,
} from '../../endpoints/index.js';
import type { Access } from '../access/access.js';
import { ASSET_HEADERS } from './security-headers.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface AssetEndpointOptions {
  readonly base: string;
  readonly folder: string;
  readonly name: string;
  /** Whether `<name>.gz` stands beside it. */
  readonly isZipped: boolean;
  readonly access: Access;
  readonly answers: Answers;
}

export class AssetEndpoint implements Endpoint {
  readonly path: string;
  readonly title: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(private readonly options: AssetEndpointOptions) {
    const { base, name, isZipped } = options;
    this.path = `${base}/assets/${name}`;
    this.title = `${name} of the console`;
    const contentType = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream';
    this.headers = { ...ASSET_HEADERS, 'content-type': contentType, ...(isZipped && { vary: 'Accept-Encoding' }) };
  }

  answer(request: EndpointRequest): Promise<EndpointAnswer> {
    return this.options.answers.of(() => this.answerTo(request));
  }

  private async answerTo(request: EndpointRequest): Promise<EndpointAnswer> {
    const { access, folder, name, isZipped } = this.options;
    access.checkPlace(request);
    const file = join(folder, name);
    if (!isZipped || !acceptsGzip(request.headers['accept-encoding']))
      return { status: 200, headers: this.headers, body: await readFile(file) };
    const headers = { ...this.headers, 'content-encoding': 'gzip' };
    return { status: 200, headers, body: await readFile(`${file}.gz`) };
  }
}
