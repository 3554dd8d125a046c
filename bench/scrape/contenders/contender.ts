/** Someone who holds series and writes them as text when Prometheus asks. */
export interface Contender {
  /** What one scrape makes, handed on piece by piece or at once. */
  scrape(): AsyncIterable<string>;
  close(): Promise<void>;
}

export async function* atOnce(text: Promise<string>): AsyncIterable<string> {
  yield await text;
}
