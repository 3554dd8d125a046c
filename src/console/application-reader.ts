/**
 * What the console asks about the application itself. Management knows the answers, whatever it exposes; rooms of one layer do not
 * import each other, so whoever puts the application together hands it over.
 */
import type { RequestFields } from '../endpoints/index.js';
import type { ConsoleCaller } from './resource.js';
import type { ApplicationAnswer, LoggersPart } from './shapes/index.js';

export interface ApplicationReader {
  read(): Promise<Omit<ApplicationAnswer, 'version'>>;
  /** Undefined where logs are off. */
  readonly loggers: LevelControl | undefined;
}

/** Levels of loggers; every change is logged with who made it. */
export interface LevelControl {
  read(): LoggersPart;
  /** `{ context?, level, expiresInMs?, permanent? }`; @throws ApiProblem for what cannot be */
  change(fields: RequestFields, caller: ConsoleCaller): LoggersPart;
}
