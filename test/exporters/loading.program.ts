/** A program that starts and closes an application with the options it is given, and tells which files of exporters that took. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { basename, dirname } from 'node:path';
// What is built beside this program, not an installed package.
import { ObservabilityModule, type ObservabilityOptions } from '../../src/index.js';

const options = JSON.parse(process.argv[2]!) as ObservabilityOptions;

@Module({ imports: [ObservabilityModule.forRoot({ logs: { level: 'fatal' }, ...options })] })
class ProgramModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(ProgramModule, { logger: false });
  await app.close();
  const files = Object.keys(require.cache).filter((file) => basename(dirname(file)) === 'exporters');
  process.stdout.write(JSON.stringify(files.map((file) => basename(file, '.js')).toSorted()));
}

void main();
