/** Prompts and answers as attributes, for those who asked for them: redacted, within a length, and still JSON. */
import type { Diagnostics } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import { conventional, type ConventionalMessage } from './message-shapes.js';

/** Older messages are not even looked at. */
const MAX_MESSAGES = 100;

export class ContentRecorder {
  constructor(
    private readonly redactor: Redactor,
    private readonly maxLength: number,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** As JSON: the newest messages that fit; the oldest of them may be cut. */
  record(messages: readonly unknown[], defaultRole: string): string | undefined {
    return this.diagnostics.safely('ai', 'content', () => this.newest(messages, defaultRole), undefined);
  }

  private newest(messages: readonly unknown[], defaultRole: string): string {
    const kept: string[] = [];
    let left = this.maxLength - '[]'.length;
    for (const message of messages.slice(-MAX_MESSAGES).toReversed()) {
      const whole = this.redacted(message, defaultRole);
      const json = JSON.stringify(whole);
      kept.unshift(json.length <= left ? json : cutTo(left, whole));
      if (json.length > left) break;
      left -= json.length + ','.length;
    }
    return `[${kept.filter(Boolean).join(',')}]`;
  }

  private redacted(message: unknown, defaultRole: string): ConventionalMessage {
    return this.redactor.redactValue(conventional(message, defaultRole)) as ConventionalMessage;
  }
}

/** Its texts are cut shorter and shorter until it fits; nothing is left when it never does. */
function cutTo(maxLength: number, message: ConventionalMessage): string {
  for (let textLength = maxLength; textLength > 0; textLength = Math.floor(textLength / 2)) {
    const json = JSON.stringify(message, (_key, value: unknown) => shortened(value, textLength));
    if (json.length <= maxLength) return json;
  }
  return '';
}

function shortened(value: unknown, maxLength: number): unknown {
  return typeof value === 'string' && value.length > maxLength ? `${value.slice(0, maxLength)}…` : value;
}
