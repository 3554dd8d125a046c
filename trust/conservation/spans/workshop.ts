/** Traced work of which the driver knows how many spans it makes, and hears from the work itself whether they are recorded. */
import { Injectable } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { Traced } from 'nestjs-observability';

@Injectable()
export class Workshop {
  /** Spans that were recorded when their work saw them. */
  recorded = 0;
  /** Spans that there would be if all were recorded. */
  begun = 0;

  /** One span, and one for each part. */
  @Traced()
  build(parts: number): void {
    this.see();
    for (let part = 0; part < parts; part++) this.fit();
  }

  @Traced()
  async paint(): Promise<void> {
    this.see();
    await Promise.resolve();
  }

  @Traced()
  fit(): void {
    this.see();
  }

  private see(): void {
    this.begun++;
    if (trace.getActiveSpan()?.isRecording() === true) this.recorded++;
  }
}
