/** A kept request as a command line for a POSIX shell. */
import type { CapturedBody, CapturedExchange, CapturedField, CapturedHeaders } from './captured-exchange.js';

/** curl makes these itself, from what it sends. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
]);

export function curlOf({ request: { method, url, headers, body } }: CapturedExchange): string {
  const isForm = body.kind === 'multipart';
  const parts = [
    // Brackets in the URL are no pattern, and what the server compresses is wanted as text.
    `curl --globoff --compressed ${method === 'HEAD' ? '--head' : `-X ${quoted(method)}`} ${quoted(url)}`,
    ...headerLines(headers, isForm).map((line) => `-H ${quoted(line)}`),
    ...bodyParts(body),
  ];
  return parts.join(' \\\n  ') + remark(body);
}

/** A terminal acts on them when they are pasted, before any shell reads the quotes around them. */
const TYPED = /[^\P{Cc}\t\n\r]/gu;

/** In single quotes nothing has a meaning but their end. */
function quoted(text: string): string {
  return `'${text.replace(TYPED, '').replaceAll("'", String.raw`'\''`)}'`;
}

function headerLines(headers: CapturedHeaders, isForm: boolean): string[] {
  // The boundary of a form is curl's own.
  const shown = Object.entries(headers).filter(
    ([name]) => !OWN_HEADERS.has(name) && !(isForm && name === 'content-type'),
  );
  return shown.flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
}

function bodyParts(body: CapturedBody): string[] {
  if (body.kind === 'multipart') return body.fields.map(formPart);
  return 'text' in body ? [`--data-raw ${quoted(body.text)}`] : [];
}

/** curl goes on to read options and further files behind a type. */
const PLAIN_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** A file has to be there: its content was not kept. */
function formPart({ name, value = '', fileName, contentType = '' }: CapturedField): string {
  if (fileName === undefined) return `--form-string ${quoted(`${name}=${value}`)}`;
  const type = PLAIN_TYPE.test(contentType) ? `;type=${contentType}` : '';
  return `--form ${quoted(`${name.replaceAll('=', '%3D')}=@${besideMe(fileName)}${type}`)}`;
}

/** In the folder one stands in, whatever the sender has called it: it must not choose among one's files. */
function besideMe(fileName: string): string {
  const name = fileName.split(/[\\/]/).at(-1)!;
  return `"./${name.replaceAll('"', String.raw`\"`)}"`;
}

function remark(body: CapturedBody): string {
  if (body.kind === 'omitted') return ` # without its body of ${body.bytes} bytes`;
  return 'isCut' in body && body.isCut ? ` # with the beginning of its body of ${body.bytes} bytes` : '';
}
