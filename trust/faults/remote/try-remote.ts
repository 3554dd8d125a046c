/** Every destination × every way in which its far end fails: requests are answered, the loss is counted, one warning is enough. */
import { setTimeout as delay } from 'node:timers/promises';
import { shuffled } from '../shuffled.js';
import type { Trial } from '../../harness/trial.js';
import { closed } from '../subject/closing.js';
import { platforms, Subject } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';
import { Warnings } from '../subject/warnings.js';
import { FaultyServer, type RemoteFault } from './faulty-server.js';
import { destinations, type Destinations } from './destinations.js';
import { remoteFaults } from './remote-faults.js';

const ATTACK_CLASS = 'faults.remote';
/** Until something is sent and is lost; what the options say, and a lot for a busy machine. */
const PATIENCE_MS = 10_000;
/** While nothing works again: that it fails, that more waits than may, that some were refused, and one that is the application's own. */
const MAX_WARNINGS_PER_SIGNAL = 4;

export async function tryRemote(trial: Trial, unhandled: UnhandledErrors, share: number): Promise<void> {
  const server = new FaultyServer();
  for (const [index, destination] of shuffled(destinations, trial.seed).entries())
    await new RemoteTrial(trial, unhandled, server, destination).run(index, share);
  await server.stop();
}

class RemoteTrial {
  private readonly warnings = new Warnings();
  /** Each is the end of a trouble, and what comes after it another one. */
  private recoveries = 0;

  constructor(
    private readonly trial: Trial,
    private readonly unhandled: UnhandledErrors,
    private readonly server: FaultyServer,
    private readonly destination: Destinations,
  ) {}

  /** The first few faults in any case; the last of them is there when the application closes. */
  async run(index: number, share: number): Promise<void> {
    const inChance = shuffled(remoteFaults, this.trial.seed + index);
    await this.server.become(inChance[0]!);
    const subject = await this.start(index);
    const healthy = JSON.stringify(await subject.askAll());
    let last = inChance[0]!;
    for (const [count, fault] of inChance.entries())
      if (count < 2 || this.trial.hasTime(share * ((index + 1) / destinations.length)))
        await this.meet((last = fault), subject, healthy);
    await this.close(subject, last);
    this.tellOfWarnings();
  }

  private start(index: number): Promise<Subject> {
    const destination = { write: this.warnings.write };
    const { logs, ...options } = this.destination.options(this.server.port);
    return Subject.start({
      platform: platforms[(this.trial.seed + index) % platforms.length]!,
      observability: { ...options, logs: { ...logs, destination } },
    });
  }

  private async meet(fault: RemoteFault, subject: Subject, healthy: string): Promise<void> {
    await this.server.become(fault);
    const before = subject.losses();
    const actual = JSON.stringify(await subject.askAll());
    const probe = await subject.ask('/health/ready');
    this.expect(actual === healthy, fault, `answered otherwise: ${actual}`);
    this.expect(probe.status === 200 || probe.status === 503, fault, `a probe got ${probe.status} ${probe.body}`);
    if (isTaken(fault, this.destination)) this.recoveries++;
    else {
      const missing = await this.uncounted(subject, before, this.owing(fault));
      this.expect(missing.length === 0, fault, `no loss was counted of ${missing.join(', ')}`);
    }
    this.expectNothingUnhandled(fault);
  }

  /** Signals of which no loss has been counted; those that are waiting for a next try are lost at the end. */
  private async uncounted(
    subject: Subject,
    before: ReadonlyMap<string, number>,
    owing: readonly string[],
  ): Promise<readonly string[]> {
    const waiting = owing.filter((signal) => !TRIED_FOR_LONG.has(signal));
    const endsAtMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const after = subject.losses();
      const missing = waiting.filter(
        (signal) =>
          ![...after].some(([name, count]) => name.startsWith(`${signal}/`) && count > (before.get(name) ?? 0)),
      );
      if (missing.length === 0 || performance.now() > endsAtMs) return missing;
      await delay(100);
    }
  }

  private async close(subject: Subject, fault: RemoteFault): Promise<void> {
    const end = await closed(() => subject.close());
    this.expect(end.isClosed, fault, 'the application did not close');
    const names = [...subject.losses().keys()];
    const silent = this.owing(fault).filter((signal) => !names.some((name) => name.startsWith(`${signal}/`)));
    const isTold = silent.length === 0 || isTaken(fault, this.destination);
    this.expect(isTold, fault, `it has closed, and no loss was counted of ${silent.join(', ')}`);
    this.expectNothingUnhandled(fault);
  }

  /** The signals that have to say what they lose by it. */
  private owing({ isCutShort }: RemoteFault): readonly string[] {
    const { signals, believingSignals = [] } = this.destination;
    return isCutShort === true ? signals.filter((signal) => !believingSignals.includes(signal)) : signals;
  }

  /** A trouble has as many warnings as it has destinations, however many requests there were. */
  private tellOfWarnings(): void {
    const texts = this.warnings.take();
    this.trial.figure(ATTACK_CLASS, `warnings of ${this.destination.name}`, String(texts.length));
    const limit = MAX_WARNINGS_PER_SIGNAL * Math.max(1, this.destination.signals.length) + this.recoveries;
    this.trial.expect(
      ATTACK_CLASS,
      texts.length <= limit,
      `${texts.length} warnings: ${texts.slice(-5).join(' | ')}`,
      this.seed,
    );
  }

  private expectNothingUnhandled(fault: RemoteFault): void {
    const errors = this.unhandled.take();
    this.expect(errors.length === 0, fault, [...new Set(errors)].join('; '));
  }

  private expect(isHeld: boolean, { name }: RemoteFault, fact: string): void {
    this.trial.expect(
      ATTACK_CLASS,
      isHeld,
      `${this.destination.name} that ${name}: ${fact.slice(0, 1_000)}`,
      this.seed,
    );
  }

  private get seed(): string {
    return `--seed ${this.trial.seed}`;
  }
}

/** Lines are kept for a minute, and lost at the end only. */
const TRIED_FOR_LONG = new Set(['logs']);

/** The receiver has taken what it was sent, as far as anybody can tell, whatever it adds. */
const TAKEN = new Set(['says 299', 'answers a text that is no message', 'answers without end']);

function isTaken(fault: RemoteFault, { isStatusEnough, isContentUnread }: Destinations): boolean {
  const isEnough = isStatusEnough === true || (isContentUnread === true && fault.isUnreadable === true);
  return TAKEN.has(fault.name) || (fault.isAccepted === true && isEnough);
}
