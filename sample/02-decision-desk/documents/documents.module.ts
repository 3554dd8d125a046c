/** Decisions on paper: a queue in memory, or on Redis where one is configured, and helper processes that write. */
import { Module } from '@nestjs/common';
import { QueuesInstrument } from 'nestjs-observability/instruments';
import { SETTINGS, type Settings } from '../common/settings.js';
import { CyclesModule } from '../cycles/cycles.module.js';
import { BullDocumentQueue } from './bull-document-queue.js';
import { DocumentQueue, LocalDocumentQueue } from './document-queue.js';
import { DocumentWriters } from './document-writers.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsRepository } from './documents.repository.js';
import { DocumentsService } from './documents.service.js';

@Module({
  imports: [CyclesModule],
  controllers: [DocumentsController],
  providers: [
    DocumentsService,
    DocumentsRepository,
    DocumentWriters,
    { provide: DocumentQueue, inject: [SETTINGS, QueuesInstrument], useFactory: chooseQueue },
  ],
})
export class DocumentsModule {}

function chooseQueue({ redisUrl }: Settings, queues: QueuesInstrument): DocumentQueue {
  return redisUrl === undefined ? new LocalDocumentQueue(queues) : new BullDocumentQueue(redisUrl);
}
