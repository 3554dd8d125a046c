/** Where threads of this process are let in. Nothing is loaded or opened before there may be one. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import type { Station } from '../talking/station.js';
import type { ThreadMembers } from './thread-members.js';

/** Node's channel for threads that begin. */
const BIRTHS = 'worker_threads';

export class ThreadDoor {
  private members: ThreadMembers | undefined;
  private readonly onBirth = (message: unknown): void => this.watch((message as { readonly worker: Worker }).worker);

  constructor(
    private readonly key: string,
    private readonly station: Station,
  ) {
    subscribe(BIRTHS, this.onBirth);
  }

  /** Also for threads that were there before. */
  open(): ThreadMembers {
    const { ThreadMembers } = require('./thread-members.js') as Loaded;
    return (this.members ??= new ThreadMembers(this.key, this.station));
  }

  close(): void {
    unsubscribe(BIRTHS, this.onBirth);
    this.members?.close();
  }

  private watch(worker: Worker): void {
    const members = this.open();
    const { threadId } = worker;
    worker.once('exit', () => members.forget(threadId));
  }
}

type Loaded = typeof import('./thread-members.js');
