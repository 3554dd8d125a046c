/** A twin as the trial sees it: a process of its own, started anew when it is gone. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TwinAnswer, TwinCommand, TwinSettings } from './messages.js';
import type { VariantName } from './variants.js';

const PROGRAM = join(__dirname, 'twin.program.js');
const MAX_SILENCE_MS = 60_000;

export class Twin {
  private readonly child: ChildProcess;
  private trouble = '';

  constructor(readonly settings: TwinSettings) {
    // What the applications log is nobody's affair here; what kills the process is.
    this.child = fork(PROGRAM, [JSON.stringify(settings)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: environmentOf(settings),
    });
    this.child
      .stderr!.setEncoding('utf8')
      .on('data', (text: string) => (this.trouble = (this.trouble + text).slice(-2_000)));
  }

  get variant(): TwinSettings['variant'] {
    return this.settings.variant;
  }

  /** @throws Error when the process ends instead, or says nothing for a minute */
  async ask(command: TwinCommand): Promise<TwinAnswer> {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(MAX_SILENCE_MS)]);
    const ended = once(this.child, 'exit', { signal }).then(([code]): never => {
      throw new Error(`the twin "${this.variant}" ended with code ${String(code)}: ${this.trouble}`);
    });
    ended.catch(() => undefined);
    const heard = once(this.child, 'message', { signal });
    this.child.send(command);
    try {
      const [answer] = (await Promise.race([heard, ended])) as [TwinAnswer];
      return answer;
    } finally {
      abort.abort();
      heard.catch(() => undefined);
    }
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** Nothing of the module's own comes from outside, but for samples, whose options are in their code. */
function environmentOf({ variant, endpoint }: TwinSettings): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|OTLP_|OBSERVABILITY_|NODE_ENV|ENVIRONMENT)/.test(name),
  );
  return { ...Object.fromEntries(own), ...environmentsBy(endpoint)[variant] };
}

function environmentsBy(endpoint: string): Readonly<Record<VariantName, NodeJS.ProcessEnv>> {
  return {
    bare: {},
    disabled: { OBSERVABILITY_ENABLED: 'false' },
    defaults: {},
    everything: {
      OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_LOGS_EXPORTER: 'otlp',
      OBSERVABILITY_AUTO_TRACE: 'true',
      OBSERVABILITY_HTTP_ECHO_REQUEST_ID: 'false',
      OBSERVABILITY_CAPTURE_RULES: 'always',
    },
  };
}
