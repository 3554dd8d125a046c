/** How something stands: always told by a shape or a word as well as by its colour. */
export type Tone = 'neutral' | 'ok' | 'warn' | 'error' | 'info' | 'accent';

const toneByStatus: Readonly<Record<string, Tone>> = {
  ok: 'ok',
  up: 'ok',
  unset: 'ok',
  ready: 'ok',
  degraded: 'warn',
  warn: 'warn',
  starting: 'info',
  draining: 'warn',
  canceled: 'warn',
  error: 'error',
  fatal: 'error',
  down: 'error',
  failed: 'error',
  info: 'info',
};

/** Of a span's status, an outcome, a health state or a log level; neutral where it is none of them. */
export function toneOf(status: string): Tone {
  return toneByStatus[status] ?? 'neutral';
}
