/** The application's own part of the subject: one route of each way to end, the same whatever the module does. */
import { Body, Controller, Get, Logger, Param, Post } from '@nestjs/common';

@Controller()
export class ShopController {
  private readonly logger = new Logger('Shop');

  @Get('hello/:name')
  hello(@Param('name') name: string): object {
    this.logger.log({ greeted: name }, 'somebody is greeted');
    return { hello: name };
  }

  @Get('late')
  async late(): Promise<object> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return { late: true };
  }

  @Get('broken')
  broken(): never {
    throw new Error('it is broken');
  }

  @Post('echo')
  echo(@Body() body: object): object {
    return { echo: body };
  }
}

interface ShopRequest {
  readonly path: string;
  readonly init?: RequestInit;
}

const headers = { 'content-type': 'application/json', 'x-plan': 'team' };

export const shopRequests: readonly ShopRequest[] = [
  { path: '/hello/world?token=1' },
  { path: '/late' },
  { path: '/broken' },
  { path: '/missing' },
  { path: '/echo', init: { method: 'POST', headers, body: '{"password":"hunter2","amount":3}' } },
];
