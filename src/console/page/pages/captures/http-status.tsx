/** The status of an answer, its class told by shape and colour. */
import type { JSX } from 'preact';
import { StatusMark } from '../../components/status-mark.js';
import type { Tone } from '../../components/tone.js';

const CLIENT_CLOSED_REQUEST = 499;

export function HttpStatus({ status }: { readonly status: number }): JSX.Element {
  const hint = status === CLIENT_CLOSED_REQUEST ? 'The client went away first' : undefined;
  return (
    <span class="number" title={hint}>
      <StatusMark status={toneOf(status)} /> {status}
    </span>
  );
}

function toneOf(status: number): Tone {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'ok';
}
