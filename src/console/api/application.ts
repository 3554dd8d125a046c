/** `GET application` and `GET`, `POST loggers`. */
import type { ApplicationReader, LevelControl } from '../application-reader.js';
import type { ConsoleResource } from '../resource.js';

export function applicationResource(application: ApplicationReader): ConsoleResource {
  return { name: 'application', read: () => application.read() };
}

export function loggersResource(levels: LevelControl): ConsoleResource {
  return {
    name: 'loggers',
    read: () => levels.read(),
    change: (fields, caller) => levels.change(fields, caller),
  };
}
