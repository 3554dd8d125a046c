import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findApplicationFolder, readApplicationPackage } from './application-package.js';

describe('the application package', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'observability-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function write(file: string, content: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }

  it('is found upward from the script, past files that only set a module format', () => {
    write('app/package.json', '{"name":"orders","version":"2.1.0"}');
    write('app/dist/package.json', '{"type":"commonjs"}');

    const [found, folder] = [readApplicationPackage, findApplicationFolder].map((find) =>
      find(root, join(root, 'app/dist/main.js')),
    );

    expect(found).toEqual({ name: 'orders', version: '2.1.0' });
    expect(folder).toBe(join(root, 'app'));
  });

  it('is found from the working directory when a tool runs the application', () => {
    write('app/package.json', '{"name":"orders"}');
    write('app/node_modules/runner/package.json', '{"name":"runner","version":"9.9.9"}');

    const found = readApplicationPackage(join(root, 'app'), join(root, 'app/node_modules/runner/bin.js'));

    expect(found).toEqual({ name: 'orders', version: 'unknown' });
  });

  it("is OpenTelemetry's unknown service when there is none", () => {
    write('package.json', 'not JSON');

    const found = readApplicationPackage(root, join(root, 'main.js'));

    expect(found).toEqual({ name: 'unknown_service:node', version: 'unknown' });
    expect(findApplicationFolder(root, join(root, 'main.js'))).toBeUndefined();
  });
});
