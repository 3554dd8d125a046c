/** What is kept of a body that has passed: read as its headers say, redacted, and within its bound. */
import { CUT_BORDER_LENGTH, type Redactor } from '../security/index.js';
import { bodyKindOf, parameterOf } from './body-kind.js';
import type { BodyTap } from './body-tap.js';
import type { CapturedBody, OmittedBody, TextBody } from './captured-exchange.js';
import { decompress, type Plain } from './decompress.js';
import { multipartFields } from './multipart-fields.js';

export interface BodyHeaders {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** What a tap has to hold, so that `maxBytes` of the body can be shown. */
export function bytesToHold(maxBytes: number): number {
  return maxBytes === 0 ? 0 : maxBytes + CUT_BORDER_LENGTH;
}

export class BodyReader {
  constructor(
    private readonly redactor: Redactor,
    private readonly maxBytes: number,
  ) {}

  read(tap: BodyTap, { contentType, contentEncoding }: BodyHeaders): CapturedBody {
    const { bytes } = tap;
    if (bytes === 0) return { kind: 'none', bytes };
    const omitted = (reason: OmittedBody['reason']): OmittedBody => ({ kind: 'omitted', reason, contentType, bytes });
    const kind = bodyKindOf(contentType);
    if (contentType === undefined || kind === 'binary' || kind === 'stream')
      return omitted(kind === 'stream' ? 'stream' : 'binary');
    if (tap.isOverBudget || this.maxBytes === 0) return omitted('limit');
    const plain = decompress(tap.content(), contentEncoding, bytesToHold(this.maxBytes));
    if (plain === undefined) return omitted('encoding');
    const isCut = tap.isCut || plain.isCut;
    if (kind !== 'multipart') return this.textBody(kind, { data: plain.data, isCut }, contentType, bytes);
    const fields = multipartFields(plain.data, contentType, isCut, this.redactor);
    return { kind, contentType, bytes, fields, isCut };
  }

  private textBody(kind: TextBody['kind'], plain: Plain, contentType: string, bytes: number): TextBody {
    const text = textOf(plain.data, parameterOf(contentType, 'charset'));
    const isCut = plain.isCut || text.length > this.maxBytes;
    if (isCut)
      return { kind: kind === 'json' ? 'text' : kind, contentType, bytes, text: this.start(text, plain), isCut };
    const redacted = this.whole(kind, text);
    const isDocument = kind !== 'json' || isJson(redacted);
    return { kind: isDocument ? kind : 'text', contentType, bytes, text: redacted, isCut };
  }

  private start(text: string, { isCut }: Plain): string {
    const { redactor, maxBytes } = this;
    return isCut ? redactor.redactStart(text, maxBytes) : redactor.redactText(text, Infinity).slice(0, maxBytes);
  }

  private whole(kind: TextBody['kind'], text: string): string {
    if (kind === 'json') return this.redactor.redactJson(text);
    // A form is a query without its question mark.
    if (kind === 'form') return this.redactor.redactUrl(`?${text}`).slice(1);
    return this.redactor.redactText(text, Infinity);
  }
}

/** A character that was cut in two is left out. */
function textOf(data: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(data, { stream: true });
  } catch {
    return new TextDecoder().decode(data, { stream: true });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
