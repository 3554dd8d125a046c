/** What an orchestrator would be told: live, ready, startup, side by side. */
import type { JSX } from 'preact';
import { StatusMark } from '../../components/status-mark.js';
import type { HealthAnswer } from '../../../shapes/index.js';
import type { Tone } from '../../components/tone.js';

interface Probe {
  readonly name: string;
  readonly status: string;
  readonly tone: Tone;
  readonly hint: string;
}

export function ProbeRow({ health }: { readonly health: HealthAnswer }): JSX.Element {
  return (
    <dl class="health-probes">
      {probesOf(health).map(({ name, status, tone, hint }) => (
        <div key={name} class={`health-probe tone-${tone}`}>
          <dt>{name}</dt>
          <dd class="health-probe-status">
            <StatusMark status={tone} /> {status}
          </dd>
          <dd class="health-probe-hint">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

const readyTones: Readonly<Record<string, Tone>> = { ready: 'ok', starting: 'info', draining: 'warn' };

function probesOf({ live, ready, startup }: HealthAnswer): Probe[] {
  return [
    { name: 'Live', status: live.status, tone: live.status === 'ok' ? 'ok' : 'error', hint: 'The process answers.' },
    { name: 'Ready', status: ready.status, tone: readyTones[ready.status] ?? 'error', hint: readyHint(ready) },
    {
      name: 'Startup',
      status: startup.status,
      tone: startup.status === 'started' ? 'ok' : 'info',
      hint: startup.waitingFor.length === 0 ? 'It has started.' : `It waits for ${startup.waitingFor.join(', ')}.`,
    },
  ];
}

const readyHints: Readonly<Record<string, string>> = {
  ready: 'Traffic may come.',
  draining: 'It goes down: requests are still served.',
  stopped: 'It has stopped.',
};

function readyHint({ status, because }: HealthAnswer['ready']): string {
  if (because.length === 0) return readyHints[status] ?? 'Traffic should go elsewhere.';
  return status === 'starting' ? `It waits for ${because.join(', ')}.` : `Because of ${because.join(', ')}.`;
}
