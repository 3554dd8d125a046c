/** Routes that every generated application has: what protocols are tried on. */
import { All, Body, Controller, Get, Post, Req, Res, type Type } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { ReplyLike } from './answers/index.js';
import type { Journal } from './journal.js';

interface RequestLike {
  readonly raw?: IncomingMessage;
  readonly url: string;
}

/** @param wildcard as the platform writes it */
export function fixedController(journal: Journal, wildcard: string): Type {
  @Controller({ path: 'fixed', version: ['1'] })
  class FixedController {
    @Get('hello')
    hello(): object {
      return { hello: 'world' };
    }

    @Post('echo')
    echo(@Body() body: unknown): object {
      journal(`echo of ${typeof body}`);
      return { body };
    }

    /** Begins to answer, and waits for its client to go. */
    @Get('held')
    held(@Res() reply: ReplyLike & NodeJS.EventEmitter): void {
      if (reply.raw !== undefined) reply.hijack();
      const raw = (reply.raw ?? reply) as ReplyLike & NodeJS.EventEmitter;
      raw.once('close', () => journal('the client has gone'));
      raw.writeHead(200, { 'content-type': 'text/plain' });
      raw.write('begun');
    }

    @Post('trailers')
    trailers(@Req() request: RequestLike & IncomingMessage, @Body() body: unknown): object {
      return { trailers: (request.raw ?? request).trailers, body };
    }

    @All(`wild/${wildcard}`)
    wild(@Req() { url }: RequestLike): object {
      return { url };
    }
  }
  return FixedController;
}

/** Answers under one name of the server alone. */
export function hostedController(): Type {
  @Controller({ path: 'hosted', host: ':shop.example.test', version: ['1'] })
  class HostedController {
    @Get()
    hosted(): string {
      return 'hosted';
    }
  }
  return HostedController;
}
