/** Reads a Prometheus page as a scraper would. */

export class MetricsPage {
  private constructor(private readonly lines: readonly string[]) {}

  static async read(port: number): Promise<MetricsPage> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    return new MetricsPage((await response.text()).split('\n'));
  }

  /** The sum of all series whose line matches. */
  total(series: RegExp): number {
    const lines = this.lines.filter((line) => series.test(line));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }
}
