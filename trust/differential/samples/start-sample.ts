/** The samples as they are built, each on a port of its own. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { GeneratedApplication } from '../application/generated-application.js';

/** From trust/dist/trust/differential/samples. */
const SAMPLES = join(__dirname, '..', '..', '..', '..', '..', 'sample', 'dist');

interface SampleFile {
  readonly AppModule?: Type;
  readonly createApplication?: (platform?: string) => Promise<INestApplication>;
}

/** @param sample a file, and a platform where it has a choice: `04-realtime/application fastify` */
export async function startSample(sample: string): Promise<GeneratedApplication> {
  const [file, platform] = sample.split(' ') as [string, string | undefined];
  const { AppModule, createApplication } = require(join(SAMPLES, file)) as SampleFile;
  const app = createApplication
    ? await createApplication(platform)
    : await NestFactory.create(AppModule!, { bufferLogs: true, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return { app, port: ((app.getHttpServer() as Server).address() as AddressInfo).port, messagePort: undefined };
}
