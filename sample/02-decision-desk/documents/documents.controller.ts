import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { User } from '../auth/user.js';
import type { Document } from './document.js';
import { DocumentsService } from './documents.service.js';

@Controller()
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  @Post('cycles/:cycleId/documents')
  @HttpCode(202)
  request(@CurrentUser() user: User, @Param('cycleId', ParseUUIDPipe) cycleId: string): Promise<Document> {
    return this.documents.request(user, cycleId);
  }

  @Get('documents/:documentId')
  find(@CurrentUser() user: User, @Param('documentId', ParseUUIDPipe) id: string): Promise<Document> {
    return this.documents.find(user, id);
  }
}
