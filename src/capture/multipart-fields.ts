/** The parts of a multipart form by name and size (RFC 7578); what short plain fields hold, and nothing of files. */
import type { Redactor } from '../security/index.js';
import { parameterOf } from './body-kind.js';
import type { CapturedField } from './captured-exchange.js';

const MAX_FIELDS = 100;
const MAX_VALUE_BYTES = 1024;

/** @param isCut the end of the body is missing, so that the last part cannot be shown whole */
export function multipartFields(
  body: Buffer,
  contentType: string,
  isCut: boolean,
  redactor: Redactor,
): readonly CapturedField[] {
  const boundary = parameterOf(contentType, 'boundary');
  if (boundary === undefined) return [];
  // One character per byte: lengths stay those of the body.
  const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`).slice(1, MAX_FIELDS + 1);
  return parts.flatMap((part, at) => fieldOf(part, isCut && at === parts.length - 1, redactor));
}

function fieldOf(part: string, isCut: boolean, redactor: Redactor): readonly CapturedField[] {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd < 0) return [];
  const head = utf8(part.slice(0, headEnd));
  const value = part.slice(headEnd + 4);
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const [name = '', fileName] = [parameterOf(disposition, 'name'), parameterOf(disposition, 'filename')];
  const contentType = /^content-type:\s*(.*)$/im.exec(head)?.[1];
  const isShown = fileName === undefined && !isCut && value.length <= MAX_VALUE_BYTES;
  return [
    {
      name: redactor.redactText(name),
      bytes: value.length,
      ...(fileName !== undefined && { fileName: redactor.redactText(fileName) }),
      ...(contentType !== undefined && { contentType: contentType.slice(0, 200) }),
      ...(isShown && { value: shownValue(name, utf8(value), redactor) }),
    },
  ];
}

function shownValue(name: string, value: string, redactor: Redactor): string {
  const own = redactor.customised(name, value);
  if (own !== undefined) return redactor.redactText(String(own));
  return redactor.isSecretKey(name) ? redactor.replacement : redactor.redactText(value);
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
