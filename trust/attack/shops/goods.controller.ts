/** What the attacked applications do: each way in which something that a stranger sends ends up in telemetry. */
import { Controller, Get, Logger, Param, Post, Query, Req } from '@nestjs/common';
import { MetricsService } from 'nestjs-observability';

@Controller('goods')
export class GoodsController {
  private readonly logger = new Logger(GoodsController.name);

  constructor(private readonly metrics: MetricsService) {}

  @Get('say')
  say(@Query('text') text: string): object {
    this.logger.log(text);
    this.logger.warn({ text }, text);
    return { isSaid: true };
  }

  @Get('fail')
  fail(@Query('text') text: string): never {
    throw Object.assign(new Error(text), { name: text, code: text, details: { [text]: text } });
  }

  @Get('count')
  count(@Query('text') text: string): object {
    this.metrics.counter('goods_counted_total', { labelNames: ['what'] }).inc({ what: text });
    return { isCounted: true };
  }

  @Get(':id')
  find(@Param('id') id: string): { readonly id: string } {
    return { id };
  }

  @Post()
  add(@Req() _request: unknown): object {
    return { isAdded: true };
  }
}
