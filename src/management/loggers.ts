/** Which lines are written, in general and by context. */
import { invalid, problemOf, type RequestFields } from '../endpoints/index.js';
import type { LogLevels } from '../logging/index.js';
import type { Caller } from './access.js';
import { expiryOf } from './change-request.js';
import type { Changes, PendingChange, Setting } from './changes.js';
import type { Resource } from './resource.js';

/** More contexts with a level of their own are refused: permanent ones stay. */
const MAX_CONTEXTS = 1000;

export interface LoggersAnswer {
  readonly general: string;
  /** Those with a level of their own. */
  readonly contexts: Readonly<Record<string, string>>;
  readonly changes: readonly PendingChange[];
}

export class Loggers implements Resource {
  readonly name = 'loggers';

  constructor(
    private readonly levels: LogLevels,
    private readonly changes: Changes,
  ) {}

  read(): LoggersAnswer {
    const changes = this.changes.pending('level');
    return { ...this.levels.snapshot(), changes };
  }

  /** `{ context?, level, expiresInMs?, permanent? }`; a level of null takes changes back. */
  change(fields: RequestFields, caller: Caller): LoggersAnswer {
    const context = fields.name('context');
    const level = fields.get('level');
    const expiresInMs = expiryOf(fields);
    fields.done();
    const setting = this.setting(context);
    if (level === null) this.changes.revert(setting.name, caller);
    else this.changes.change(setting, this.checked(context, level), caller, expiresInMs);
    return this.read();
  }

  private checked(context: string | undefined, level: unknown): string {
    if (typeof level !== 'string') throw invalid('level must be a word or null', 'send e.g. debug', level);
    const { contexts } = this.levels.snapshot();
    const isNew = context !== undefined && !Object.hasOwn(contexts, context);
    if (isNew && Object.keys(contexts).length >= MAX_CONTEXTS)
      throw problemOf(409, `${MAX_CONTEXTS} contexts have a level of their own already`, 'take some back');
    return level;
  }

  private setting(context: string | undefined): Setting<string | undefined> {
    const { levels } = this;
    return {
      name: context === undefined ? 'level' : `level/${context}`,
      read: () => (context === undefined ? levels.snapshot().general : ownLevel(levels, context)),
      write: (level) => levels.set(context, level),
    };
  }
}

function ownLevel(levels: LogLevels, context: string): string | undefined {
  const { contexts } = levels.snapshot();
  return Object.hasOwn(contexts, context) ? contexts[context] : undefined;
}
