/**
 * In which file a class was written. Only the engine knows, in CommonJS and ES modules alike, and tells it through the
 * inspector: a session inside this process, opened for a moment at the start (40 ms with 800 scripts); no port, nothing is
 * paused. `require.cache` would be no substitute: it has no ES modules, and reading its exports runs their getters.
 */
import type { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';

/** Paths by class, for those that are known; undefined where Node has no inspector or refuses it. */
export function filesOf(classes: readonly object[]): Map<object, string> | undefined {
  try {
    const { Session: InspectorSession } = require('node:inspector') as typeof import('node:inspector');
    const session = new InspectorSession();
    session.connect();
    try {
      return filesSeenBy(session, classes);
    } finally {
      session.disconnect();
    }
  } catch {
    return undefined;
  }
}

function filesSeenBy(session: Session, classes: readonly object[]): Map<object, string> {
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => void urls.set(scriptId, url));
  ask(session, 'Debugger.enable');
  const files = new Map<object, string>();
  for (const [index, handle] of handlesOf(session, classes)) {
    const url = urls.get(scriptOf(session, handle) ?? '');
    if (url) files.set(classes[index]!, pathOf(url));
  }
  return files;
}

// The inspector evaluates text: what it is asked about has to hang somewhere it can be found, for that moment. A test runner's
// sandbox has a global object of its own, but no second copy of Node's modules.
const SHELF = Symbol.for('nestjs-observability.classes');

function* handlesOf(session: Session, classes: readonly object[]): Generator<[index: number, objectId: string]> {
  const shelf = require('node:inspector') as { [SHELF]?: readonly object[] };
  shelf[SHELF] = classes;
  try {
    const expression = `process.getBuiltinModule('node:inspector')[Symbol.for('${SHELF.description}')]`;
    const { result: list } = ask<{ result: Remote }>(session, 'Runtime.evaluate', { expression });
    for (const { name, value } of propertiesOf(session, list?.objectId).result) {
      if (value?.objectId !== undefined && /^\d+$/.test(name)) yield [Number(name), value.objectId];
    }
  } finally {
    delete shelf[SHELF];
  }
}

function scriptOf(session: Session, objectId: string): string | undefined {
  const { internalProperties = [] } = propertiesOf(session, objectId);
  const location = internalProperties.find(({ name }) => name === '[[FunctionLocation]]');
  return (location?.value?.value as { scriptId?: string } | undefined)?.scriptId;
}

interface Remote {
  readonly objectId?: string;
  readonly value?: unknown;
}

interface RemoteProperty {
  readonly name: string;
  readonly value?: Remote;
}

interface RemoteProperties {
  readonly result: readonly RemoteProperty[];
  readonly internalProperties?: readonly RemoteProperty[];
}

function propertiesOf(session: Session, objectId: string | undefined): RemoteProperties {
  return ask(session, 'Runtime.getProperties', { objectId, ownProperties: true });
}

/** A session of the own thread answers before `post` returns. */
function ask<T>(session: Session, method: string, parameters: object = {}): T {
  let answer: T | undefined;
  session.post(method, parameters, (error, result) => {
    if (error === null) answer = result as T;
  });
  if (answer === undefined) throw new Error(`The inspector does not answer ${method}`);
  return answer;
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}
