/** Puts what we know of a failure on Sentry's event. What is there already stays: the application, or its own Sentry, has said it. */
import type { PluginRedactor } from '../config/index.js';
import type { SourceLines } from '../kernel/index.js';
import type { Failure } from './failure.js';
import type { SentryEvent, SentryException, SentryFrame } from './sentry.library.js';

export interface EventCompleterOptions {
  readonly redactor: PluginRedactor;
  readonly source: SourceLines;
  readonly groupByFingerprint: boolean;
}

export interface Completion {
  /** Traces are the application's Sentry's own; then the event stays in its trace. */
  readonly keepsTrace: boolean;
  /** The event is of our making, and everything in it has to be fit to leave. */
  readonly isOurs: boolean;
}

const MAX_MESSAGE_LENGTH = 8192;

export class EventCompleter {
  constructor(private readonly options: EventCompleterOptions) {}

  complete(event: SentryEvent, failure: Failure, { keepsTrace, isOurs }: Completion): void {
    if (isOurs) this.redact(event);
    if (isOurs) nameClass(event, failure);
    event.tags = { ...failure.tags, ...event.tags };
    event.extra = { ...failure.extra, ...event.extra };
    if (failure.user !== undefined) event.user = { ...failure.user, ...event.user };
    if (failure.transaction !== undefined) event.transaction ??= failure.transaction;
    if (failure.request !== undefined) event.request ??= failure.request;
    if (isOurs) event.level = failure.level;
    this.group(event, failure);
    if ((event.breadcrumbs ?? []).length === 0) event.breadcrumbs = failure.breadcrumbs;
    this.addContexts(event, failure, keepsTrace);
    this.addSource(event);
  }

  private group(event: SentryEvent, { fingerprint }: Failure): void {
    if (this.options.groupByFingerprint && fingerprint !== undefined) event.fingerprint ??= [fingerprint];
  }

  private addContexts(event: SentryEvent, { trace, operation }: Failure, keepsTrace: boolean): void {
    event.contexts = {
      ...(operation !== undefined && { operation }),
      ...event.contexts,
      ...(trace !== undefined && !keepsTrace && { trace }),
    };
  }

  private redact(event: SentryEvent): void {
    const { redactor } = this.options;
    for (const exception of exceptionsOf(event))
      if (exception.value !== undefined) exception.value = redactor.redactText(exception.value, MAX_MESSAGE_LENGTH);
    // A thrown object is told by its fields.
    if (event.extra !== undefined) event.extra = redactor.redactValue(event.extra) as Record<string, unknown>;
  }

  /** Where it has been read, and the application's Sentry has not done so itself. */
  private addSource(event: SentryEvent): void {
    const frames = exceptionsOf(event).flatMap(({ stacktrace }) => stacktrace?.frames ?? []);
    for (const frame of frames) if (frame.in_app === true && frame.context_line === undefined) this.addExcerpt(frame);
  }

  private addExcerpt(frame: SentryFrame): void {
    const { redactor, source } = this.options;
    const { filename: file = '', lineno: line = 0, colno: column = 1 } = frame;
    const excerpt = source.excerptAt({ file, line, column });
    if (excerpt === undefined) return;
    frame.pre_context = excerpt.before.map((text) => redactor.redactText(text));
    frame.context_line = redactor.redactText(excerpt.line);
    frame.post_context = excerpt.after.map((text) => redactor.redactText(text));
  }
}

/** Sentry tells an error by its `name`, which most classes inherit. Causes come before it. */
function nameClass(event: SentryEvent, { type }: Failure): void {
  const exception = exceptionsOf(event).at(-1);
  if (exception !== undefined && type !== undefined) exception.type = type;
}

function exceptionsOf({ exception }: SentryEvent): SentryException[] {
  return exception?.values ?? [];
}
