import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectPinoLogger, PinoLogger } from 'nestjs-pino';
import type { PeerFeature } from './peer-feature.js';

@Injectable()
class Greeter implements OnModuleInit {
  constructor(@InjectPinoLogger('Greeter') private readonly logger: PinoLogger) {}

  onModuleInit(): void {
    this.logger.info('written by PinoLogger');
  }
}

export const feature: PeerFeature = { providers: [Greeter] };
