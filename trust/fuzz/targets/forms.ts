/** Forms with files, as browsers send them: read back as they were written, whatever stands in their fields. */
import { built } from '../built.js';
import { shellTexts } from '../corpus/documents.js';
import { ids, targets as paths } from '../corpus/requests.js';
import type { Chance } from '../inputs/chance.js';
import { difference, type Target } from '../target.js';

interface Field {
  readonly name: string;
  readonly value?: string;
  readonly bytes: number;
}
interface Redaction {
  redactText(text: string): string;
  customised(): undefined;
  isSecretKey(name: string): boolean;
}

const { multipartFields } = built<{
  multipartFields(body: Buffer, contentType: string, isCut: boolean, redactor: Redaction): readonly Field[];
}>('capture/multipart-fields.js');
const { bodyKindOf } = built<{ bodyKindOf(contentType: string | undefined): string }>('capture/body-kind.js');

/** What is hidden is looked at elsewhere. */
const plain: Redaction = { redactText: (text) => text, customised: () => undefined, isSecretKey: () => false };
const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const MAX_SHOWN_BYTES = 1024;

function checkForm(input: string, chance: Chance): string | undefined {
  // A field that says the boundary itself is no field any more.
  const value = Buffer.from(input.replaceAll(BOUNDARY, '')).toString();
  const names = Array.from({ length: 1 + chance.below(3) }, (_, at) => `field${at}`);
  const part = (name: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = Buffer.from(`${names.map(part).join('')}--${BOUNDARY}--\r\n`);
  const fields = multipartFields(body, `multipart/form-data; boundary=${BOUNDARY}`, false, plain);
  const bytes = Buffer.byteLength(value);
  const isShown = bytes <= MAX_SHOWN_BYTES;
  const wanted = names.map((name) => ({ name, bytes, ...(isShown && { value }) }));
  return difference('the fields', fields, wanted) ?? checkHeads(input);
}

/** Heads of any kind: no more fields than parts, and a kind that is known. */
function checkHeads(input: string): string | undefined {
  const body = Buffer.from(`--b\r\n${input}\r\n\r\nx\r\n--b--`);
  const fields = multipartFields(body, `multipart/form-data; ${input}; boundary=b`, true, plain);
  const kinds = ['json', 'form', 'text', 'multipart', 'stream', 'binary'];
  return (
    difference('the fields', fields.length <= input.length + 2, true) ??
    difference('a known kind', kinds.includes(bodyKindOf(input)), true)
  );
}

const heads = [
  'Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain',
  'application/vnd.api+json; charset=utf-8',
];

export const formTargets: readonly Target[] = [
  {
    name: 'forms',
    corpus: [...heads, ...shellTexts, ...ids, ...paths],
    check: checkForm,
    read: (text) => multipartFields(Buffer.from(text), 'multipart/form-data; boundary=b', false, plain),
  },
];
