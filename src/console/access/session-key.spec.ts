import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionKey } from './session-key.js';

const TOKEN = 'token-of-the-team-0123456789';

let folder: string;
let modules: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-key-'));
  modules = join(folder, 'node_modules');
  file = join(modules, '.cache/nestjs-observability/console.key');
  mkdirSync(modules);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyOf = (place: string | undefined): string => hex(sessionKey({ token: undefined, folder: place }));
const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

describe('The key of sessions', () => {
  it('is kept beside the packages, for its owner alone, and found again', () => {
    const first = keyOf(folder);

    expect(keyOf(folder)).toBe(first);
    expect(readFileSync(file).toString('hex')).toBe(first);
    expect(first).toMatch(/^[\da-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is that of the workspace where the application has no packages of its own', () => {
    const application = join(folder, 'apps/shop');
    mkdirSync(application, { recursive: true });

    expect(keyOf(application)).toBe(keyOf(folder));
  });

  it.each([
    ['a folder that is none', () => (rmSync(modules, { recursive: true }), writeFileSync(modules, ''))],
    ['a key that others may read', () => chmodSync(file, 0o644)],
    ['a key of another length', () => writeFileSync(file, 'short')],
    ['a link to another file', () => (rmSync(file), symlinkSync('/etc/hostname', file))],
  ])('is made anew for each process in place of %s', (_what, spoil) => {
    const kept = keyOf(folder);
    spoil();

    const keys = [kept, keyOf(folder), keyOf(folder)];
    expect(new Set(keys).size).toBe(3);
  });

  it('is made anew for each process where there is nowhere to keep it', () => {
    expect(keyOf(undefined)).not.toBe(keyOf(undefined));
  });

  it('follows from a token that stays, and is kept nowhere', () => {
    const keys = [TOKEN, TOKEN, `${TOKEN}x`].map((token) => hex(sessionKey({ token, folder })));

    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});
