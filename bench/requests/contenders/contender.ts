/** What a contender adds to the application, and how what waits for export is sent. */
import type { INestApplication } from '@nestjs/common';
import type { Observation } from '../hello.js';

/** For those that are set up in code; the others read the environment that `field-environment.ts` makes. */
export interface Settings {
  readonly sampleRatio: number;
  readonly isLogging: boolean;
  /** OTLP over gRPC. */
  readonly grpcUrl: string;
  /** Takes whatever is sent to it. */
  readonly httpUrl: string;
}

export interface Contender extends Observation {
  readonly flush?: (app: INestApplication) => Promise<void>;
}

/** What every file beside this one exports as `setUp`. */
export type SetUp = (settings: Settings) => Contender;
