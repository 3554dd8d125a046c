/** The HTTP platform that a plan asks for. */
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Platform } from '../plan/application-plan.js';

export function isOnFastify(platform: Platform): boolean {
  return platform !== 'express';
}

export function adapterFor(platform: Platform): ExpressAdapter | FastifyAdapter {
  if (platform === 'express') return new ExpressAdapter();
  if (platform === 'fastify') return new FastifyAdapter({ forceCloseConnections: true });
  return new FastifyAdapter({ http2: true, forceCloseConnections: true } as never);
}
