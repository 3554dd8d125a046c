/** A running application under test: where it listens, what it says, what it has told, and its end. */
import type { INestApplication } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import { TelemetryRecorder } from './telemetry-recorder.js';

/**
 * An application that listens, for a test.
 * Made by `TestApplication.listen(app)`. Every matcher of ours takes it, and `await using` closes it.
 *
 * @example
 * ```ts
 * const shop = await TestApplication.listen(app);
 *
 * const { status } = await shop.request('/orders/42');
 * await shop.close();
 * ```
 */
export class TestApplication {
  private isOver: Promise<void> | undefined;

  private constructor(
    readonly app: INestApplication,
    /** Such as `http://127.0.0.1:40123`. */
    readonly url: string,
    readonly recorder: TelemetryRecorder,
  ) {}

  /** Listens on a free port of this machine, for this machine only. */
  static async listen(app: INestApplication): Promise<TestApplication> {
    const recorder = app.get(TelemetryRecorder);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new TestApplication(app, `http://127.0.0.1:${port}`, recorder);
  }

  /** GET by default; never throws on a status. */
  request(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  /** The application's metrics as Prometheus text. */
  scrape(): Promise<string> {
    return this.recorder.scrape();
  }

  /** Closes the application, once however often it is called. What was recorded stays. */
  close(): Promise<void> {
    return (this.isOver ??= this.app.close());
  }

  /** What `await using` calls at the end of its block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
