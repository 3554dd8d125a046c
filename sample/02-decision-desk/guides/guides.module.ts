import { CacheModule } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';
import { GuidesController } from './guides.controller.js';

/** A guide that somebody improves shows as soon. */
const freshMs = 20_000;

@Module({ imports: [CacheModule.register({ ttl: freshMs })], controllers: [GuidesController] })
export class GuidesModule {}
