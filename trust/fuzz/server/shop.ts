/** A running application with everything open that reads what is sent to it. */
import { Controller, Get, HttpException, Param } from '@nestjs/common';
import { Agent, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { startApplication, type RunningApplication } from '../../../test/support/application.js';

export const TOKEN = 'token-of-the-team-0123456789';
export const CONSOLE = '/observability/api/v1';
export const MANAGEMENT = '/observability/manage';

@Controller('orders')
class OrdersController {
  @Get(':id')
  find(@Param('id') id: string): { id: string } {
    if (id === 'refused') throw new HttpException('refused', 503);
    return { id: 'found' };
  }
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** To be saved, in a format of its own. */
  readonly isFile: boolean;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface Shop extends RunningApplication {
  ask(question: Question): Promise<Answer>;
  /** Of the log, those that are no JSON or not one line. */
  readonly brokenLines: readonly string[];
}

export async function openShop(): Promise<Shop> {
  const brokenLines: string[] = [];
  const write = (line: string): void => {
    if (!isLine(line) && brokenLines.length < 10) brokenLines.push(line);
  };
  const application = await startApplication({
    controllers: [OrdersController],
    observability: {
      environment: 'development',
      console: { enabled: true, changes: true, access: { token: TOKEN } },
      logs: { destination: { write }, pretty: false },
      capture: { rules: [{ when: 'always' }] },
      baggageAttributes: ['tenant'],
    },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  return { ...application, brokenLines, ask: (question) => ask(application.port, agent, question) };
}

function isLine(line: string): boolean {
  try {
    JSON.parse(line);
    return line.trimEnd().split('\n').length === 1;
  } catch {
    return false;
  }
}

/** Headers go as they are, in one byte a character. */
function ask(port: number, agent: Agent, { method = 'GET', path, headers, body }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, agent, method, path, headers, timeout: 10_000 }, (answer) => {
      const { statusCode: status = 0, headers: answered } = answer;
      const [contentType, isFile] = [answered['content-type'] ?? '', answered['content-disposition'] !== undefined];
      text(answer).then((read) => resolve({ status, contentType, isFile, body: read }), reject);
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer within ten seconds')));
    sent.once('error', reject).end(body);
  });
}
