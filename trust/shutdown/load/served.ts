/** What clients were answered, by instance and route: what telemetry has to say as well. */
export class Served {
  private readonly byInstance = new Map<string, Map<string, number>>();
  readonly failures: string[] = [];
  count = 0;

  answered(instance: string, route: string): void {
    const routes = this.byInstance.get(instance) ?? new Map<string, number>();
    this.byInstance.set(instance, routes.set(route, (routes.get(route) ?? 0) + 1));
    this.count++;
  }

  failed(fact: string): void {
    this.failures.push(fact);
    this.count++;
  }

  /** By route, those that were asked for. */
  of(instance: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.byInstance.get(instance) ?? []);
  }
}
