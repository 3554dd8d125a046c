import { execFileSync } from 'node:child_process';
import type { CapturedBody, CapturedExchange } from './captured-exchange.js';
import { curlOf } from './curl.js';

const exchange = (changes: Partial<CapturedExchange['request']>): CapturedExchange => ({
  id: '1',
  reason: 'failed',
  startedAtMs: 0,
  durationMs: 1,
  route: undefined,
  traceId: undefined,
  requestId: undefined,
  error: undefined,
  request: { method: 'POST', url: 'http://h/p?a=[1]&b=$HOME', httpVersion: '1.1', headers: {}, body: NONE, ...changes },
  response: { status: 500, headers: {}, body: NONE },
});
const NONE: CapturedBody = { kind: 'none', bytes: 0 };

/** What a shell makes of the line: the arguments that curl would get. */
function argumentsOf(line: string): string[] {
  const script = `curl() { for argument in "$@"; do printf '%s\\0' "$argument"; done; }\n${line}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

it('says the same to a shell, whatever stands in it', () => {
  const text = `{"note":"it's $(touch /tmp/x) \`id\` \\\\ !! \n 'quoted' \\u0000 ü"}`;
  const body: CapturedBody = { kind: 'json', contentType: 'application/json', bytes: 99, text, isCut: false };

  const line = curlOf(exchange({ headers: { 'content-type': 'application/json', 'x-a': ["it's", '"b"'] }, body }));

  expect(argumentsOf(line)).toEqual([
    '--globoff', '--compressed', '-X', 'POST', 'http://h/p?a=[1]&b=$HOME',
    '-H', 'content-type: application/json', '-H', "x-a: it's", '-H', 'x-a: "b"', '--data-raw', text,
  ]); // prettier-ignore
});

it('leaves to curl what curl makes of what it sends, and asks for a head as one', () => {
  const headers = { host: 'h', 'content-length': '3', connection: 'close', 'accept-encoding': 'br', accept: '*/*' };

  const line = curlOf(exchange({ method: 'HEAD', headers }));

  expect(line).toBe(`curl --globoff --compressed --head 'http://h/p?a=[1]&b=$HOME' \\\n  -H 'accept: */*'`);
});

it('sends a form part by part, with files that have to be there', () => {
  const body: CapturedBody = {
    kind: 'multipart',
    contentType: 'multipart/form-data; boundary=x',
    bytes: 300,
    isCut: false,
    fields: [
      { name: 'note', bytes: 2, value: '@x' },
      { name: 'photo', bytes: 200, fileName: 'a.png', contentType: 'image/png' },
    ],
  };

  const line = curlOf(exchange({ headers: { 'content-type': 'multipart/form-data; boundary=x' }, body }));

  expect(argumentsOf(line).slice(5)).toEqual(['--form-string', 'note=@x', '--form', 'photo=@"./a.png";type=image/png']);
});

it.each([
  ['/home/me/.ssh/id_rsa', 'image/png', 'photo=@"./id_rsa";type=image/png'],
  ['..\\..\\secret.txt', 'image/png', 'photo=@"./secret.txt";type=image/png'],
  ['-', 'image/png', 'photo=@"./-";type=image/png'],
  ['a.png",b.png;type="x', 'image/png', 'photo=@"./a.png\\",b.png;type=\\"x";type=image/png'],
  ['a.png', 'image/png,@/etc/passwd', 'photo=@"./a.png"'],
])('lets no sender choose among the files of who replays: %j of type %j', (fileName, contentType, form) => {
  const fields = [{ name: 'photo', bytes: 200, fileName, contentType }];
  const body: CapturedBody = {
    kind: 'multipart',
    contentType: 'multipart/form-data',
    bytes: 300,
    isCut: false,
    fields,
  };

  expect(argumentsOf(curlOf(exchange({ body }))).at(-1)).toBe(form);
});

it('leaves out what a terminal would act on while it is pasted', () => {
  const text = 'a\u0003\u001b[201~\u007f\u009bb\tc\nd';
  const body: CapturedBody = { kind: 'text', contentType: 'text/plain', bytes: 12, text, isCut: false };

  expect(argumentsOf(curlOf(exchange({ body }))).at(-1)).toBe('a[201~b\tc\nd');
});

it.each<[CapturedBody, string]>([
  [{ kind: 'omitted', reason: 'binary', contentType: 'image/png', bytes: 7 }, 'without its body of 7 bytes'],
  [
    { kind: 'text', contentType: 'text/plain', bytes: 7, text: 'abc', isCut: true },
    'with the beginning of its body of 7 bytes',
  ],
])('remarks on a body that is not all there', (body, remark) => {
  expect(curlOf(exchange({ body }))).toMatch(new RegExp(`# ${remark}$`));
});
