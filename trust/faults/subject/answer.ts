/** What a client gets to see of a request. */

export interface Answer {
  readonly request: string;
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** A busy machine is slow; what hangs is far slower. */
const PATIENCE_MS = 15_000;

export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const request = `${init.method ?? 'GET'} ${path}`;
  try {
    const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const body = await response.text();
    return { request, status: response.status, type: response.headers.get('content-type'), body };
  } catch (error) {
    return { request, status: 0, type: null, body: `no answer: ${(error as Error).message}` };
  }
}
