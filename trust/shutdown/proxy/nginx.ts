/**
 * nginx in a folder of its own, in front of two instances. Which of them it sends to is asked for each request: a file named
 * `first.out` or `second.out` takes an instance out. Reloading would do as well, but closes kept connections of clients, who
 * could then not tell a fault of the application's end from one of the proxy's.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../test/support/free-port.js';
import { answersBy } from '../application/answers.js';

export type Slot = 'first' | 'second';
export const slots: readonly Slot[] = ['first', 'second'];

/** Debian keeps it where an ordinary user's PATH does not look. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin`;

export class Nginx {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws Error when it is not installed or does not come up */
  static async start(ports: Readonly<Record<Slot, number>>): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'observability-nginx-'));
    // Root's workers belong to nobody, who has to reach the folder.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'temporary'), { mode: 0o777 });
    const port = await freePort();
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, ports));
    const args = ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')];
    const child = spawn('nginx', args, { env: { PATH }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', ({ message }) => process.stderr.write(`${message}. Fix: node scripts/services.mjs --install\n`));
    const nginx = new Nginx(`http://127.0.0.1:${port}`, folder, child);
    await answersBy(`${nginx.url}/proxy`, 10_000);
    return nginx;
  }

  takeOut(slot: Slot): void {
    writeFileSync(this.flagOf(slot), '');
  }

  putBack(slot: Slot): void {
    rmSync(this.flagOf(slot), { force: true });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private flagOf(slot: Slot): string {
    return join(this.folder, `${slot}.out`);
  }
}

/**
 * Nothing is tried twice, so that no failure is hidden. Idle connections to instances are let go before Node lets go of them
 * (5 s), as Node's documentation advises for servers behind a proxy.
 */
function configuration(folder: string, port: number, ports: Readonly<Record<Slot, number>>): string {
  const server = (slot: Slot): string => `server 127.0.0.1:${ports[slot]} max_fails=1 fail_timeout=1s;`;
  const upstream = (name: string, members: readonly Slot[]): string =>
    `upstream ${name} { ${members.map(server).join(' ')} keepalive 16; keepalive_timeout 2s; }`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/temporary/${kind};`)
    .join(' ');
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary}
  ${upstream('both', slots)}
  ${upstream('only_first', ['first'])}
  ${upstream('only_second', ['second'])}
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    keepalive_timeout 3600s;
    location = /proxy { return 204; }
    location / {
      set $pool both;
      if (-f ${folder}/first.out) { set $pool only_second; }
      if (-f ${folder}/second.out) { set $pool only_first; }
      proxy_pass http://$pool;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_next_upstream off;
    }
  }
}
`;
}
