/**
 * The live stream: four times a second, and only while somebody is connected, what has changed becomes one batch that all readers
 * share. Batches are bounded in number and bytes; so is the number of readers. None of them can hold up the others, or the end.
 */
import { problemOf } from '../../endpoints/index.js';
import { NumberedRing } from '../recorder/numbered-ring.js';
import type { ConsoleResource, EventStream } from '../resource.js';
import type { LiveEvents } from '../shapes/index.js';
import { BatchMaker, type LiveSources } from './batch-maker.js';
import { LiveClient } from './live-client.js';
import { eventId, eventText, numberIn } from './live-event.js';

export interface LiveHubOptions extends LiveSources {
  /** Another one with every start of the process. */
  readonly processId: string;
  readonly recorder: { readonly isOn: boolean; guard(what: string, work: () => void): void };
}

const MAX_CLIENTS = 10;
const BATCH_INTERVAL_MS = 250;
/** One in fifteen seconds: proxies close what is silent for half a minute. */
const BATCHES_PER_BEAT = 60;
/** What a reader that comes back can still get: a minute of a busy application. */
const MAX_BATCHES = 240;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;
/** For readers that do not read, when the stream ends. */
const GRACE_MS = 200;

export class LiveHub implements ConsoleResource {
  readonly name = 'live';
  private readonly clients = new Set<LiveClient>();
  private readonly batches = new NumberedRing<string>({ maxCount: MAX_BATCHES, maxBytes: MAX_BATCH_BYTES });
  private readonly maker: BatchMaker;
  private timer: NodeJS.Timeout | undefined;
  private graceTimer: NodeJS.Timeout | undefined;
  private ticks = 0;
  private isOver = false;

  constructor(private readonly options: LiveHubOptions) {
    this.maker = new BatchMaker(options);
  }

  /** How many are connected. */
  get viewers(): number {
    return this.clients.size;
  }

  get usedBytes(): number {
    return this.batches.usedBytes;
  }

  /** @throws ApiProblem 503 where there is no room, or nothing to come any more */
  stream(lastEventId: string | undefined): EventStream {
    if (this.isOver || !this.options.recorder.isOn)
      throw problemOf(503, 'Nothing is recorded any more', 'start the application anew');
    if (this.clients.size >= MAX_CLIENTS)
      throw problemOf(503, `${MAX_CLIENTS} pages watch already`, 'close one of them');
    return this.connect(lastEventId);
  }

  /** Says goodbye to all; those that do not read are cut off a moment later. Nobody is let in afterwards. */
  close(): void {
    this.end('shutdown');
  }

  private connect(lastEventId: string | undefined): LiveClient {
    const { processId } = this.options;
    const { batches } = this;
    if (this.clients.size === 0) this.begin(numberIn(lastEventId, processId) === batches.last);
    const client = new LiveClient({ processId, batches, lastEventId, onEnd: () => this.left(client) });
    this.clients.add(client);
    return client;
  }

  /** @param isGoingOn the first reader has had all batches, so that what happened since is its next one */
  private begin(isGoingOn: boolean): void {
    if (!isGoingOn) this.beginAnew();
    this.timer = setInterval(() => this.tick(), BATCH_INTERVAL_MS).unref();
  }

  /** Nobody has seen what happened while nobody looked: for whoever comes back later it is a gap of one. */
  private beginAnew(): void {
    this.maker.skip();
    this.batches.push('', 0);
    this.batches.clear();
  }

  private left(client: LiveClient): void {
    this.clients.delete(client);
    if (this.clients.size === 0) this.rest();
  }

  private rest(): void {
    clearInterval(this.timer);
    clearTimeout(this.graceTimer);
  }

  private tick(): void {
    const { recorder } = this.options;
    if (!recorder.isOn) return this.end('recorder off');
    recorder.guard('live', () => this.publish());
    if (++this.ticks % BATCHES_PER_BEAT === 0) for (const client of this.clients) client.beat();
  }

  private publish(): void {
    const batch = this.maker.next();
    if (batch === undefined) return;
    const text = eventText(eventId(this.options.processId, this.batches.last + 1), 'batch', batch);
    this.batches.push(text, text.length);
    for (const client of this.clients) client.wake();
  }

  private end(because: LiveEvents['bye']['because']): void {
    this.isOver = true;
    clearInterval(this.timer);
    for (const client of this.clients) client.dismiss(because);
    if (this.clients.size > 0) this.graceTimer ??= setTimeout(() => this.cutOff(), GRACE_MS).unref();
  }

  private cutOff(): void {
    for (const client of this.clients) client.cutOff();
  }
}
