/** A process that does one of the things that end a process. Its end is what is compared. */
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { observationBy, type VariantName } from '../twins/variants.js';
import { crashingApplication } from './crashing-class.js';
import { crashKinds, type CrashKind } from './crash-kinds.js';

/** For what comes late; who is still here then has survived. */
const AFTERMATH_MS = 150;
/** A request that an application with listeners has survived may never be answered. */
const PATIENCE_MS = 2_000;
const MARK = 'twin:';

export interface CrashSettings {
  readonly variant: VariantName;
  readonly endpoint: string;
  readonly kind: CrashKind;
  /** The application has listeners of its own, and goes on. */
  readonly hasListeners: boolean;
}

async function main({ variant, endpoint, kind, hasListeners }: CrashSettings): Promise<void> {
  const observation = observationBy(variant, endpoint);
  const { module, service } = crashingApplication(observation);
  const app = await NestFactory.create(module, { logger: false });
  await app.listen(0, '127.0.0.1');
  if (hasListeners) listen();
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  const request = async (path: string): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      (response) => response.text(),
      () => 'no answer',
    );
    tell(answer);
    return answer;
  };
  await crashKinds[kind]({ service: app.get(service), request });
  setTimeout(() => end(), AFTERMATH_MS);
}

function listen(): void {
  process.on('unhandledRejection', (reason) => tell(`unhandled rejection ${String(reason)}`));
  process.on('rejectionHandled', () => tell('rejection handled'));
  process.on('uncaughtException', (error, origin) => tell(`${origin} ${String(error)}`));
}

function end(): void {
  tell('survived');
  process.exit();
}

/** Written at once: nothing is left in a buffer when the process ends. */
function tell(text: string): void {
  writeSync(1, `${MARK}${text}\n`);
}

if (require.main === module) void main(JSON.parse(process.argv[2]!) as CrashSettings);
