/** Who listens where, as Linux tells it under /proc. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Listener {
  /** In the notation of /proc/net/tcp: hexadecimal, each 4 bytes in this machine's order. */
  readonly address: string;
  readonly port: number;
}

export const loopback = ['0100007F', '00000000000000000000000001000000'];

/** TCP sockets that processes whose working directory matches are listening on. */
export function listenersIn(directory: RegExp): Listener[] {
  const inodes = new Set(pidsIn(directory).flatMap(socketsOf));
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(listening).filter(({ inode }) => inodes.has(inode));
}

function pidsIn(directory: RegExp): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => directory.test(unlessGone(() => readlinkSync(`/proc/${pid}/cwd`), '')));
}

function socketsOf(pid: string): string[] {
  const descriptors = unlessGone(() => readdirSync(`/proc/${pid}/fd`), []);
  const targets = descriptors.map((name) => unlessGone(() => readlinkSync(`/proc/${pid}/fd/${name}`), ''));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}

function listening(file: string): (Listener & { inode: string })[] {
  const rows = unlessGone(() => readFileSync(file, 'utf8'), '')
    .trim()
    .split('\n')
    .slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A')
    .map((columns) => {
      const [address, port] = columns[1]!.split(':') as [string, string];
      return { address, port: Number.parseInt(port, 16), inode: columns[9]! };
    });
}

// Processes end while they are looked at, and those of others are not shown.
function unlessGone<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
