import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { resolveConfig } from '../../config/index.js';
import { Answers, type Endpoint, type EndpointAnswer } from '../../endpoints/index.js';
import { Diagnostics } from '../../kernel/index.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { Access } from '../access/access.js';
import { assetEndpoints } from './assets.js';

const FILES = ['main-A1.js', 'main-A1.js.gz', 'styles-B2.css', 'chunk-C3.js'];
const LOCAL = { host: 'localhost:3000' };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-assets-'));
  for (const name of FILES) writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync('main') : name);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function build(): void {
  const manifest = { entry: 'main-A1.js', styles: ['styles-B2.css'], preload: ['chunk-C3.js'], files: FILES };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

function endpoints(base = '/observability'): readonly Endpoint[] {
  const { console: config } = resolveConfig({ environment: 'development' }, { env: {}, cwd: folder });
  const access = new Access({ config, clock: new ManualClock(), diagnostics: new Diagnostics() });
  return assetEndpoints({ base, pageIds: ['traces', 'logs'], access, answers: new Answers() }, folder);
}

async function get(path: string, headers: Record<string, string> = LOCAL): Promise<EndpointAnswer> {
  const endpoint = endpoints().find((one) => one.path === path)!;
  return endpoint.answer({ method: 'GET', path, query: new URLSearchParams(), headers, remoteAddress: '127.0.0.1' });
}

describe('What a browser loads of the console', () => {
  it('stands at exact paths: the base, each page, each file', () => {
    build();

    expect(endpoints().map(({ path }) => path)).toEqual([
      '/observability',
      '/observability/traces',
      '/observability/logs',
      '/observability/assets/main-A1.js',
      '/observability/assets/styles-B2.css',
      '/observability/assets/chunk-C3.js',
    ]);
    expect(endpoints('').map(({ path }) => path)).toContain('/');
  });

  it('begins with one document for all pages, which runs its own script alone', async () => {
    build();

    const [base, traces] = await Promise.all([get('/observability'), get('/observability/traces')]);

    expect(base).toEqual(traces);
    expect(base.status).toBe(200);
    expect(base.headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(String(base.body)).toContain('<script type="module" src="/observability/assets/main-A1.js"></script>');
    expect(String(base.body)).toContain('<link rel="stylesheet" href="/observability/assets/styles-B2.css">');
    expect(String(base.body)).toContain('<link rel="modulepreload" href="/observability/assets/chunk-C3.js">');
    expect(String(base.body)).not.toMatch(/<script(?! type="module" src=)|<style|style=/);
  });

  it('may be kept for ever, since another content has another name', async () => {
    build();

    const { status, headers, body } = await get('/observability/assets/styles-B2.css');

    expect([status, String(body)]).toEqual([200, 'styles-B2.css']);
    expect(headers).toEqual({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('comes compressed for who takes that', async () => {
    build();
    const path = '/observability/assets/main-A1.js';

    const [zipped, plain] = await Promise.all([get(path, { ...LOCAL, 'accept-encoding': 'br, gzip' }), get(path)]);

    expect(gunzipSync(zipped.body as Buffer).toString()).toBe('main');
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(String(plain.body)).toBe('main-A1.js');
    expect(plain.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', vary: 'Accept-Encoding' });
  });

  it.each(['/observability', '/observability/assets/main-A1.js'])('is refused under another name: %s', async (path) => {
    build();

    expect((await get(path, { host: 'attacker.example' })).status).toBe(403);
    expect((await get(path, { ...LOCAL, 'x-forwarded-for': '10.0.0.1' })).status).toBe(403);
  });

  it('is a document alone that says what to do where the page has not been built', async () => {
    expect(endpoints().map(({ path }) => path)).toEqual([
      '/observability',
      '/observability/traces',
      '/observability/logs',
    ]);
    const { status, body } = await get('/observability');
    expect([status, JSON.parse(String(body)).error.fix]).toEqual([
      503,
      'run `npm run build` in nestjs-observability, or install it from the registry',
    ]);
  });
});
