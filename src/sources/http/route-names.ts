/** What requests to one route have in common, by method: their name and their label values. Made once instead of per request. */
import { LabelSet } from '../../kernel/index.js';

export class RouteNames {
  private readonly byMethod = new Map<string, RequestNames>();

  /** @param template as metrics have it */
  constructor(private readonly template: string) {}

  /** @param method as metrics have it, so that there are few */
  of(method: string): RequestNames {
    return this.byMethod.get(method) ?? this.add(method);
  }

  private add(method: string): RequestNames {
    const names = new RequestNames(method, this.template);
    this.byMethod.set(method, names);
    return names;
  }
}

export class RequestNames {
  /** `GET /orders/:id` */
  readonly name: string;
  /** The labels of a request that has begun: nothing but its method is known. */
  readonly begun: LabelSet;
  private readonly byStatus = new Map<number, LabelSet>();

  constructor(
    readonly method: string,
    readonly template: string,
  ) {
    this.name = `${method} ${template}`;
    this.begun = new LabelSet(method);
  }

  /** The labels of those that ended with this status. */
  endedWith(status: number): LabelSet {
    return this.byStatus.get(status) ?? this.add(status);
  }

  private add(status: number): LabelSet {
    const labels = new LabelSet(this.method, this.template, String(status));
    this.byStatus.set(status, labels);
    return labels;
  }
}
