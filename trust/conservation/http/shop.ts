/** An application that answers in every way there is, and holds requests as long as its driver likes. */
import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  Injectable,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post,
  Put,
  StreamableFile,
  UseGuards,
  type CanActivate,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

@Injectable()
class ClosedGuard implements CanActivate {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

/** Requests that wait to be let go, by their key. */
const held = new Map<string, () => void>();

/** Once the request has come as far as its handler. */
export async function letGo(key: string): Promise<void> {
  while (!held.has(key)) await nextTurn();
  held.get(key)!();
}

@Controller('shop')
export class ShopController {
  @Get('items/:id')
  item(@Param('id') id: string): string {
    return `item ${id}`;
  }

  @Post('items')
  create(@Body() item: string): object {
    return { created: String(item).length };
  }

  @Put('items/:id')
  replace(@Param('id', ParseIntPipe) id: number): object {
    return { replaced: id };
  }

  @Delete('items/:id')
  @HttpCode(204)
  remove(): void {}

  @Get('late/:ms')
  async late(@Param('ms') ms: string): Promise<string> {
    await delay(Number(ms));
    return 'late';
  }

  @Get('stream')
  stream(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.from('one'), Buffer.from('two')]));
  }

  @Get('broken')
  broken(): never {
    throw new TypeError('broken');
  }

  @Get('absent')
  absent(): never {
    throw new NotFoundException();
  }

  @UseGuards(ClosedGuard)
  @Get('closed')
  closed(): void {}

  @Get('held/:key')
  async hold(@Param('key') key: string): Promise<string> {
    await new Promise<void>((resolve) => held.set(key, resolve));
    held.delete(key);
    return 'let go';
  }
}
