/** Routes for clients of every kind; which of them a client asks for decides how exactly its answers can be counted. */
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Sse,
  StreamableFile,
  type MessageEvent,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import { interval, map, type Observable } from 'rxjs';
import { BusyService } from './busy.service.js';

const LARGE = 'x'.repeat(256 * 1024);
const CHUNK = Buffer.alloc(16 * 1024, 'y');
const CHUNKS = 24;
const EVENT_INTERVAL_MS = 2;

/** Asked for only by clients that wait for their answer. */
@Controller()
export class SteadyController {
  constructor(private readonly service: BusyService) {}

  @Get('steady')
  steady(): object {
    return { hello: 'world' };
  }

  @Post('steady')
  @HttpCode(200)
  receive(@Body() { items }: { items: readonly unknown[] }): object {
    return { items: this.service.measure(items) };
  }

  @Get('items/:id')
  item(@Param('id') id: string): Promise<object> {
    return this.service.look(id);
  }

  @Get('failing')
  failing(): never {
    throw new Error('as asked for');
  }
}

/** Asked for by clients that may leave at any point. */
@Controller()
export class FickleController {
  constructor(private readonly service: BusyService) {}

  @Get('piped')
  piped(): object {
    return { isPiped: true };
  }

  @Get('late')
  late(@Query('ms') ms: string): Promise<object> {
    return this.service.lookLater('late', Number(ms));
  }

  @Post('upload')
  upload(@Body() body: object): object {
    return { keys: Object.keys(body).length };
  }

  @Get('large')
  large(): string {
    return LARGE;
  }

  @Get('stream')
  stream(): StreamableFile {
    return new StreamableFile(Readable.from(chunks()));
  }

  @Sse('events')
  events(): Observable<MessageEvent> {
    return interval(EVENT_INTERVAL_MS).pipe(map((count) => ({ id: String(count), data: { count } })));
  }

  @Get('held')
  async held(): Promise<object> {
    await this.service.hold();
    return { isHeld: false };
  }
}

function* chunks(): Generator<Buffer> {
  for (let count = 0; count < CHUNKS; count++) yield CHUNK;
}
