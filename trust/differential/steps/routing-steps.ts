/** Paths that are somewhere else than a route: not found, below a wildcard, on another host, and uploads. */
import type { ApplicationPlan } from '../plan/application-plan.js';
import { addressOf } from './address.js';
import { requestText, single, type RequestShape } from './request-text.js';
import type { Step } from './step.js';

export function routingSteps(plan: ApplicationPlan): readonly Step[] {
  const wild = addressOf(plan, 'fixed/wild/a/b%2Fc?d=e');
  const hosted = addressOf(plan, 'hosted');
  return [
    http('routing', 'no such path', { verb: 'GET', path: '/nowhere?a=1' }),
    http('routing', 'no such path, posted', { verb: 'POST', path: '/nowhere', body: '{}' }),
    http('routing', 'without a version', { verb: 'GET', path: '/generated/r0' }),
    http('routing', 'another version', { verb: 'GET', path: '/v2/generated/r0', headers: { 'x-version': '2' } }),
    http('routing', 'the root', { verb: 'GET', path: '/' }),
    http('routing', 'every path', { verb: 'OPTIONS', path: '*' }),
    http('routing', 'below a wildcard', { verb: 'GET', ...wild }),
    http('routing', 'below a wildcard, deleted', { verb: 'DELETE', ...wild }),
    ...(plan.hasHost
      ? [
          http('routing', 'its host', {
            verb: 'GET',
            path: hosted.path,
            headers: { ...hosted.headers, Host: 'a.example.test' },
          }),
          http('routing', 'another host', { verb: 'GET', ...hosted }),
        ]
      : []),
    ...(plan.hasUploads ? uploadSteps(plan) : []),
  ];
}

const BORDER = 'twin-border';
const TOO_LARGE_BYTES = 20_000;
/** Whether guards that take a moment are passed before the client leaves would be chance. */
const TIME_TO_BEGIN_MS = 200;

function uploadSteps(plan: ApplicationPlan): readonly Step[] {
  const { path, headers } = addressOf(plan, 'uploads', 'POST');
  const of = (name: string, content: string): RequestShape => ({
    verb: 'POST',
    path,
    headers: { ...headers, 'Content-Type': `multipart/form-data; boundary=${BORDER}` },
    body: part(name, content),
  });
  const cut = requestText(of('file', 'half')).slice(0, -5);
  return [
    http('uploads', 'a file', of('file', 'content\r\nof it')),
    http('uploads', 'one that is too large', of('file', 'x'.repeat(TOO_LARGE_BYTES))),
    http('uploads', 'another field', of('other', 'content')),
    http('uploads', 'nothing', { verb: 'POST', path, headers, body: '{}' }),
    {
      attackClass: 'uploads',
      title: 'half a file',
      by: 'http',
      script: { writings: [{ text: cut }], leavesAfterMs: TIME_TO_BEGIN_MS },
    },
  ];
}

function part(name: string, content: string): string {
  const head = `Content-Disposition: form-data; name="${name}"; filename="a.txt"\r\nContent-Type: text/plain`;
  return `--${BORDER}\r\n${head}\r\n\r\n${content}\r\n--${BORDER}--\r\n`;
}

function http(attackClass: string, title: string, shape: RequestShape): Step {
  return { attackClass, title, by: 'http', script: single(shape) };
}
