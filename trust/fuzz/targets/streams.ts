/** Event streams read chunk by chunk, command lines, and routes told by their path. */
import { built } from '../built.js';
import { eventStreams, shellTexts } from '../corpus/documents.js';
import { routes, targets as paths } from '../corpus/requests.js';
import type { Chance } from '../inputs/chance.js';
import { difference, type Target } from '../target.js';

interface Parser {
  read(chunk: string): void;
}
const { EventParser } = built<{ EventParser: new (found: (id: string | undefined) => void) => Parser }>(
  'sources/sse/event-parser.js',
);

function checkStream(input: string, chance: Chance): string | undefined {
  const whole = idsOf([input]);
  return (
    difference('the events', whole, specified(input)) ??
    difference('the events in chunks', idsOf(chunks(input, chance)), whole)
  );
}

function idsOf(parts: readonly string[]): (string | null)[] {
  const ids: (string | null)[] = [];
  const parser = new EventParser((id) => ids.push(id ?? null));
  for (const part of parts) parser.read(part);
  return ids;
}

function chunks(text: string, chance: Chance): string[] {
  const size = 1 + chance.below(6);
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
}

/** Of a line so much is looked at. */
const KEPT_LENGTH = 256;

/** Line by line, as the standard has it: an event ends at an empty line, where there was data. */
function specified(text: string): (string | null)[] {
  const ids: (string | null)[] = [];
  let [hasData, id]: [boolean, string | null] = [false, null];
  for (const line of text.split(/\r\n|\r|\n/).slice(0, -1)) {
    const [field = '', ...rest] = line.slice(0, KEPT_LENGTH).split(':');
    if (line === '') {
      if (hasData) ids.push(id);
      [hasData, id] = [false, null];
    } else if (field === 'data') hasData = true;
    else if (field === 'id' && rest.length > 0) id = rest.join(':').replace(/^ /, '');
  }
  return ids;
}

const { curlOf } = built<{ curlOf(exchange: object): string }>('capture/curl.js');

/** Every word of the command is one word to a shell, and says what was captured. */
function checkCommand(input: string): string | undefined {
  const exchange = {
    request: {
      method: 'POST',
      url: `http://localhost/${input}`,
      headers: { 'x-note': input },
      body: { kind: 'text', text: input, isCut: false },
    },
  };
  // Control characters are left out, since a terminal would act on them.
  const plain = input.replaceAll(/[^\P{Cc}\t\n\r]/gu, '');
  const wanted = [
    'curl',
    '--globoff',
    '--compressed',
    '-X',
    'POST',
    `http://localhost/${plain}`,
    '-H',
    `x-note: ${plain}`,
    '--data-raw',
    plain,
  ];
  return difference('the words of the command', shellWords(curlOf(exchange)), wanted);
}

/** POSIX, as far as single quotes, backslashes and blanks go. */
function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const character = command[at]!;
    if (character === "'") {
      const end = command.indexOf("'", at + 1);
      word = (word ?? '') + command.slice(at + 1, end);
      at = end;
    } else if (character === '\\' && command[at + 1] === '\n') at++;
    else if (character === '\\') word = (word ?? '') + command[++at]!;
    else if (character !== ' ') word = (word ?? '') + character;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

type Attributes = Readonly<Record<string, string>>;
const { routePattern } = built<{ routePattern(route: string): (request: object) => boolean }>(
  'profiling/route-pattern.js',
);

/** The template as a pattern of its own: the same answer for paths made of it, and for others. */
function checkRoute(input: string, chance: Chance): string | undefined {
  const template = chance.pick(routes).replace(/^\w+ /, '');
  const path = chance.oneIn(2)
    ? input
    : template.replaceAll(/:\w+|\*/g, () => chance.pick(['7', 'a-b', input.replaceAll('/', '')]));
  const attributes: Attributes = { 'http.request.method': 'GET', 'url.path': path };
  const isOfRoute = routePattern(template)({ subject: { attributes: () => attributes } });
  const segments = template
    .split('/')
    .filter(Boolean)
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : escaped(segment)));
  const isOpen = template.endsWith('*');
  const expected = new RegExp(
    `^/*${(isOpen ? segments.slice(0, -1) : segments).join('/+')}${isOpen ? '(/.*)?' : '/*'}$`,
    's',
  );
  return difference(`${template} for ${path}`, isOfRoute, expected.test(path) || (isOpen && segments.length === 1));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

export const streamTargets: readonly Target[] = [
  { name: 'event-stream', corpus: eventStreams, check: checkStream, read: (text) => idsOf([text]) },
  { name: 'command-line', corpus: shellTexts, check: checkCommand },
  { name: 'route-patterns', corpus: paths, check: checkRoute },
];
