/** The business figures of conversations, fed by the domain event, so that sending a message knows nothing of metrics. */
import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { MetricsService } from 'nestjs-observability';
import { MessageSent } from './message-sent.event.js';

@Injectable()
export class MessageMetricsListener {
  private readonly sent;
  private readonly lengthChars;

  constructor(metrics: MetricsService) {
    this.sent = metrics.counter('messages_sent_total', {
      help: 'Messages saved, by who wrote them.',
      labelNames: ['role'],
    });
    this.lengthChars = metrics.histogram('message_length_chars', {
      help: 'Length of a message in characters.',
      labelNames: ['role'],
      buckets: [16, 64, 128, 256, 512, 1_024, 2_048],
    });
  }

  @OnEvent(MessageSent.type)
  record({ role, lengthChars }: MessageSent): void {
    this.sent.labels({ role }).inc();
    this.lengthChars.labels({ role }).observe(lengthChars);
  }
}
