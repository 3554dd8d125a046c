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

  it('is looked for from the script first, which may be told from the working directory', () => {
    write('package.json', '{"name":"workspace","version":"1.0.0"}');
    write('app/package.json', '{"name":"orders","version":2}');

    expect(readApplicationPackage(root, 'app/src/main.js')).toEqual({ name: 'orders', version: 'unknown' });
    expect(findApplicationFolder(root, 'app/src/main.js')).toBe(join(root, 'app'));
    expect(readApplicationPackage(root, 'main.js')).toEqual({ name: 'workspace', version: '1.0.0' });
  });

  it.each(['{"name":""}', '{"name":1}', '[]', 'null', '"orders"', '{"version":"3.0.0"}'])(
    'is passed by where it names nothing: %s',
    (content) => {
      write('package.json', '{"name":"orders","version":"1.0.0"}');
      write('dist/package.json', content);

      expect(findApplicationFolder(root, join(root, 'dist/main.js'))).toBe(root);
    },
  );

  it.each(['app/node_modules', 'app/node_modules/@tools/runner/bin'])('is none of a tool in %s', (folder) => {
    write('app/node_modules/package.json', '{"name":"tools"}');
    write('app/package.json', '{"name":"app"}');
    write('service/package.json', '{"name":"service"}');

    expect(findApplicationFolder(join(root, 'service'), join(root, folder, 'run.js'))).toBe(join(root, 'service'));
  });

  it('may be in a folder that merely sounds like one of tools', () => {
    write('my_node_modules/app/package.json', '{"name":"orders"}');
    write('node_modules2/app/package.json', '{"name":"orders"}');

    for (const folder of ['my_node_modules/app', 'node_modules2/app'])
      expect(findApplicationFolder(root, join(root, folder, 'main.js'))).toBe(join(root, folder));
  });

  it('is that of the script that was started, when no other is told of', () => {
    write('package.json', '{"name":"orders","version":"2.1.0"}');

    expect(readApplicationPackage(root).name).toBe('nestjs-observability');
    expect(findApplicationFolder(root)).not.toBe(root);
  });

  it("is OpenTelemetry's unknown service when there is none", () => {
    write('package.json', 'not JSON');

    const found = readApplicationPackage(root, join(root, 'main.js'));

    expect(found).toEqual({ name: 'unknown_service:node', version: 'unknown' });
    expect(findApplicationFolder(root, join(root, 'main.js'))).toBeUndefined();
  });
});
