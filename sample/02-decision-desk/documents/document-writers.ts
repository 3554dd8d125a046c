/** Two helper processes that write documents. They start when there is something to write, and leave when there is not. */
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import type { Interface } from 'node:readline';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counted, Gauged, Timed } from 'nestjs-observability';
import {
  BuffersInstrument,
  PoolsInstrument,
  ProcessesInstrument,
  TransportsInstrument,
  type ProcessHandle,
} from 'nestjs-observability/instruments';
import type { Cycle } from '../cycles/cycle.js';
import { LineFrames, linesOf, nextLine } from './line-frames.js';

const program = join(__dirname, 'document-writer.js');
const maxWriters = 2;
/** A helper that waits costs more than one that starts. */
const idleMs = 3_000;
/** It chokes on one document, not on all of them. */
const restart = { max: 1_000, delayMs: 20 };

interface Writer {
  readonly process: ProcessHandle;
  lines: Interface;
  leaving?: NodeJS.Timeout;
}

@Injectable()
export class DocumentWriters implements OnApplicationShutdown {
  private readonly idle: Writer[] = [];
  private readonly pool;
  private readonly stdio;
  private readonly frames;

  constructor(
    private readonly processes: ProcessesInstrument,
    pools: PoolsInstrument,
    transports: TransportsInstrument,
    buffers: BuffersInstrument,
  ) {
    this.pool = pools.pool('document-writers', { max: maxWriters });
    this.stdio = transports.transport('stdio');
    this.frames = new LineFrames(buffers);
  }

  /** Throws when the helper dies over it. */
  @Timed()
  @Counted()
  @Gauged()
  async write({ title, components }: Cycle): Promise<string> {
    const lease = await this.pool.acquire();
    try {
      const writer = this.take();
      const document = await this.ask(writer, { title, components });
      this.giveBack(writer);
      return document;
    } finally {
      lease.release();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((writer) => this.retire(writer)));
  }

  private async ask({ process: { child }, lines }: Writer, decision: object): Promise<string> {
    const call = this.stdio.call('write document');
    try {
      const text = this.stdio.serialize(() => JSON.stringify(decision));
      const answer = nextLine(lines);
      call.sent(this.sent(await this.frames.write(child.stdin!, text)));
      const line = await answer;
      call.firstByte();
      call.received(this.received(Buffer.byteLength(line)));
      const { document } = this.stdio.deserialize(() => JSON.parse(line) as { document: string });
      call.end();
      return document;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }

  private sent(bytes: number): number {
    this.stdio.messageSent(bytes);
    return bytes;
  }

  private received(bytes: number): number {
    this.stdio.messageReceived(bytes);
    return bytes;
  }

  private take(): Writer {
    const writer = this.idle.pop();
    clearTimeout(writer?.leaving);
    return writer ?? this.hire();
  }

  private hire(): Writer {
    const back = (child: ChildProcess): void => {
      writer.lines = linesOf(child.stdout!);
      this.giveBack(writer);
    };
    const options = { name: 'document-writer', restart: { ...restart, onRestarted: back } };
    const helper = this.processes.spawn(process.execPath, [program], options);
    const writer: Writer = { process: helper, lines: linesOf(helper.child.stdout!) };
    void helper.ended.then(() => this.forget(writer));
    return writer;
  }

  private giveBack(writer: Writer): void {
    if (writer.process.isEnded) return;
    writer.leaving = setTimeout(() => void this.retire(writer), idleMs).unref();
    this.idle.push(writer);
  }

  private async retire(writer: Writer): Promise<void> {
    this.forget(writer);
    await writer.process.terminate();
  }

  private forget(writer: Writer): void {
    clearTimeout(writer.leaving);
    const place = this.idle.indexOf(writer);
    if (place >= 0) this.idle.splice(place, 1);
  }
}
