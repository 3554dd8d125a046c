/** Which share of traces is recorded, in general and by route. */
import { invalid, problemOf, type RequestFields } from '../endpoints/index.js';
import type { Sampling, SamplingSettings } from '../tracing/index.js';
import type { Caller } from './access.js';
import { expiryOf } from './change-request.js';
import type { Changes, PendingChange, Setting } from './changes.js';
import type { Resource } from './resource.js';

const MAX_RULES = 200;

export interface SamplingAnswer extends SamplingSettings {
  readonly changes: readonly PendingChange[];
}

export class SamplingResource implements Resource {
  readonly name = 'sampling';

  constructor(
    private readonly sampling: Sampling,
    private readonly changes: Changes,
  ) {}

  read(): SamplingAnswer {
    const changes = this.changes.pending('sampling');
    return { ...this.sampling.describe(), changes };
  }

  /** `{ route?, ratio, expiresInMs?, permanent? }`; a ratio of null takes changes back. */
  change(fields: RequestFields, caller: Caller): SamplingAnswer {
    const route = fields.name('route');
    const isRevert = fields.get('ratio') === null;
    const ratio = isRevert ? undefined : fields.number('ratio', 0, 1);
    const expiresInMs = expiryOf(fields);
    fields.done();
    const setting = route === undefined ? this.general() : this.rule(route);
    if (isRevert) this.changes.revert(setting.name, caller);
    else this.changes.change(setting, this.checked(route, ratio), caller, expiresInMs);
    return this.read();
  }

  private checked(route: string | undefined, ratio: number | undefined): number {
    if (ratio === undefined) throw invalid('ratio must be a number from 0 to 1, or null', 'send e.g. {"ratio":0.5}');
    if (route !== undefined && !route.startsWith('/'))
      throw invalid('route must be a template or the beginning of some', 'send e.g. /orders/:id or /orders/*', route);
    const { rules } = this.sampling.describe();
    if (route !== undefined && rules.length >= MAX_RULES && !rules.some((rule) => rule.route === route))
      throw problemOf(409, `There are ${MAX_RULES} rules already`, 'take some back');
    return ratio;
  }

  private general(): Setting<number> {
    const { sampling } = this;
    return {
      name: 'sampling',
      read: () => sampling.describe().ratio,
      write: (ratio) => sampling.setRatio(ratio),
    };
  }

  /** A new rule comes first: it was asked for now, and the first that matches wins. */
  private rule(route: string): Setting<number | undefined> {
    const { sampling } = this;
    return {
      name: `sampling${route}`,
      read: () => sampling.describe().rules.find((rule) => rule.route === route)?.ratio,
      write: (ratio) => sampling.configure(withRule(sampling.describe(), route, ratio)),
    };
  }
}

function withRule(settings: SamplingSettings, route: string, ratio: number | undefined): SamplingSettings {
  const { rules } = settings;
  if (ratio === undefined) return { ...settings, rules: rules.filter((rule) => rule.route !== route) };
  const isKnown = rules.some((rule) => rule.route === route);
  const changed = rules.map((rule) => (rule.route === route ? { route, ratio } : rule));
  return { ...settings, rules: isKnown ? changed : [{ route, ratio }, ...rules] };
}
