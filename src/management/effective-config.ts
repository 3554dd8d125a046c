/** The effective configuration, where each value came from, and none of its secrets. */
import { describeConfig, type ConfigRow, type ResolvedConfig } from '../config/index.js';
import type { Redactor } from '../security/index.js';
import type { Resource } from './resource.js';

export class EffectiveConfig implements Resource {
  readonly name = 'config';

  constructor(
    private readonly config: ResolvedConfig,
    private readonly redactor: Pick<Redactor, 'redactValue'>,
  ) {}

  read(): { readonly options: readonly ConfigRow[] } {
    return { options: describeConfig(this.config).map((row) => this.masked(row)) };
  }

  /** Also where nobody expects a secret: in an attribute that is called `token`, in a URL's query. */
  private masked({ path, value, origin }: ConfigRow): ConfigRow {
    return { path, value: this.redactor.redactValue(value), origin };
  }
}
