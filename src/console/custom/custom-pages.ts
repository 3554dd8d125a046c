/** Pages that plugins and the application have added: in the menu, and asked for what they show. One that fails fails alone. */
import { types } from 'node:util';
import type { ConsolePage, ConsolePageHost } from '../../config/index.js';
import { ApiProblem, problemOf } from '../../endpoints/index.js';
import { errorMessageOf, type Diagnostics } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import type { PageAnswer, PageEntry } from '../shapes/index.js';
import { unobserved } from '../unobserved.js';
import { shownSections } from './page-sections.js';

export interface CustomPagesSurroundings {
  /** Every id once. */
  readonly pages: readonly ConsolePage[];
  readonly diagnostics: Diagnostics;
  readonly redactor: Pick<Redactor, 'redactText' | 'redactValue'>;
}

/** Of Nest's container. */
export interface ProvidedInstances {
  provided(): Iterable<{ readonly token: unknown; readonly instance: object }>;
}

const MAX_BYTES = 1_048_576;
const TIMEOUT_MS = 5_000;

export class CustomPages {
  /** Those that did not answer in time, until they do. */
  private readonly hanging = new Set<string>();
  private readonly host: ConsolePageHost = { get: (type) => this.instanceOf(type) };
  private application: ProvidedInstances | undefined;

  constructor(private readonly surroundings: CustomPagesSurroundings) {}

  /** Once the application's modules are initialised. */
  start(application: ProvidedInstances): void {
    this.application = application;
  }

  entries(): PageEntry[] {
    return this.surroundings.pages.map((page) => this.entryOf(page));
  }

  /** @throws ApiProblem 404 for what is no such page; 500 and 503 with what went wrong in it */
  async read(id: string | null, query: URLSearchParams): Promise<Omit<PageAnswer, 'version'>> {
    const page = this.surroundings.pages.find((one) => one.id === id);
    if (page === undefined) throw problemOf(404, 'There is no such page', 'choose one of the menu', id);
    if (this.hanging.has(page.id)) throw trouble(503, 'An earlier look at this page is still going on', HANGING_FIX);
    const given = await this.asked(page, query);
    return { sections: this.shown(page, given) };
  }

  private entryOf({ id, title, group = 'More', description, requires }: ConsolePage): PageEntry {
    const ask = (): boolean => requires === undefined || requires.isOn();
    const isOn = this.surroundings.diagnostics.safely('console', `page ${id}`, ask, false) === true;
    return {
      id,
      title,
      group,
      isOn,
      enableWith: isOn ? null : (requires?.option ?? null),
      description,
      isCustom: true,
    };
  }

  private async asked(page: ConsolePage, query: URLSearchParams): Promise<Given> {
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.late(page)), TIMEOUT_MS).unref();
    });
    try {
      return await Promise.race([this.sectionsOf(page, query), timeIsUp]);
    } catch (error) {
      throw isProblem(error) ? error : this.failed(page, error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async sectionsOf(page: ConsolePage, query: URLSearchParams): Promise<Given> {
    try {
      return await unobserved(() => page.sections(query, this.host));
    } finally {
      this.hanging.delete(page.id);
    }
  }

  private shown(page: ConsolePage, given: Given): PageAnswer['sections'] {
    const sections = this.tried(page, given);
    if (JSON.stringify(sections).length <= MAX_BYTES) return sections;
    throw trouble(500, `The page shows more than ${MAX_BYTES / 1024} KiB`, 'have it show less, e.g. page by page');
  }

  private tried(page: ConsolePage, given: Given): PageAnswer['sections'] {
    try {
      return shownSections(given, this.surroundings.redactor);
    } catch (error) {
      throw this.failed(page, error);
    }
  }

  private late({ id }: ConsolePage): ApiProblem {
    this.hanging.add(id);
    this.surroundings.diagnostics.failed('console', `page ${id}`, new Error(`no answer within ${TIMEOUT_MS} ms`));
    return trouble(503, `The page gave no answer within ${TIMEOUT_MS / 1000} seconds`, HANGING_FIX);
  }

  private failed({ id }: ConsolePage, error: unknown): ApiProblem {
    const { diagnostics, redactor } = this.surroundings;
    diagnostics.failed('console', `page ${id}`, error);
    const message = redactor.redactText(errorMessageOf(error));
    return trouble(500, `The page failed: ${message}`, 'mend its sections(); the rest of the console is not affected');
  }

  private instanceOf<T extends object>(type: abstract new (...dependencies: never[]) => T): T {
    for (const { token, instance } of this.application?.provided() ?? []) if (token === type) return instance as T;
    throw new Error(`the application provides no ${type.name}`);
  }
}

type Given = Awaited<ReturnType<ConsolePage['sections']>>;

/** What a page throws may be a proxy that throws at whatever it is asked. */
function isProblem(error: unknown): error is ApiProblem {
  return !types.isProxy(error) && error instanceof ApiProblem;
}

const HANGING_FIX = 'see what its sections() waits for, and try again';

function trouble(status: number, fact: string, fix: string): ApiProblem {
  return new ApiProblem(status, { code: 'OBS_ERR_CONSOLE_PAGE', fact, fix });
}
