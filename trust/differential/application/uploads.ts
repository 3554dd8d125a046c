/** Uploads, by each platform's own way. */
import { Controller, Post, Req, UploadedFile, UseInterceptors, type Type } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Journal } from './journal.js';

interface MulterFile {
  readonly originalname: string;
  readonly mimetype: string;
  readonly buffer: Buffer;
}

interface MultipartRequest {
  file(): Promise<{ filename: string; mimetype: string; toBuffer(): Promise<Buffer> } | undefined>;
}

export function expressUploads(journal: Journal): Type {
  @Controller({ path: 'uploads', version: ['1'] })
  class ExpressUploads {
    @Post()
    @UseInterceptors(FileInterceptor('file', { limits: { fileSize: 10_000 } }))
    take(@UploadedFile() file?: MulterFile): object {
      journal(`got ${file?.originalname ?? 'nothing'}`);
      return { name: file?.originalname, type: file?.mimetype, bytes: file?.buffer.length };
    }
  }
  return ExpressUploads;
}

export function fastifyUploads(journal: Journal): Type {
  @Controller({ path: 'uploads', version: ['1'] })
  class FastifyUploads {
    @Post()
    async take(@Req() request: MultipartRequest): Promise<object> {
      const file = await request.file();
      journal(`got ${file?.filename ?? 'nothing'}`);
      return { name: file?.filename, type: file?.mimetype, bytes: (await file?.toBuffer())?.length };
    }
  }
  return FastifyUploads;
}
