/**
 * What signs sessions. In development it outlives the process, which a watcher starts anew with every change of a file; it is kept
 * where neither version control nor a package takes it along. With a token that stays it follows from that: all processes of the
 * application take each other's sessions, and another token ends them.
 */
import { createHmac, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const KEY_BYTES = 32;
const OWN_MODE = 0o600;

export interface SessionKeyOptions {
  /** `console.access.token` */
  readonly token: string | undefined;
  /** Of the application, where the key may be kept. */
  readonly folder: string | undefined;
}

/** Where it cannot be kept, it lasts as long as the process. */
export function sessionKey({ token, folder }: SessionKeyOptions): Uint8Array {
  if (token !== undefined) return createHmac('sha256', token).update('nestjs-observability console session').digest();
  const modules = folder === undefined ? undefined : nearestModules(folder);
  const kept = modules === undefined ? undefined : keptKey(join(modules, '.cache', 'nestjs-observability'));
  return kept ?? randomBytes(KEY_BYTES);
}

/** In a workspace the application's own folder may have none. */
function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return modules;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestModules(parent);
}

function keptKey(folder: string): Uint8Array | undefined {
  const file = join(folder, 'console.key');
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) createKey(file);
    return readKey(file);
  } catch {
    return undefined;
  }
}

/** Appears whole or not at all; who comes second keeps the first one's. */
function createKey(file: string): void {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, randomBytes(KEY_BYTES), { flag: 'wx', mode: OWN_MODE });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Undefined for what others could have written or read. */
function readKey(file: string): Uint8Array | undefined {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const { mode, uid, size } = fstatSync(handle);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    if (!isOwn || size !== KEY_BYTES) return undefined;
    const key = Buffer.alloc(KEY_BYTES);
    return readSync(handle, key) === KEY_BYTES ? key : undefined;
  } finally {
    closeSync(handle);
  }
}
