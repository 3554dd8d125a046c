/** Whose code a frame of a CPU profile is, and how it is called in a report: by the package's file, never by a machine's path. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JOINED, joinedModules, type JoinedModule } from '../harness/joined-modules.js';
import type { ProfileNode } from './recording.js';

/** `telemetry` are the packages that we call, `framework` those that call us; `engine` is V8 itself with its built-ins. */
export type Owner = 'ours' | 'telemetry' | 'application' | 'framework' | 'node' | 'engine';

export type CallFrame = ProfileNode['callFrame'];

const PACKAGE = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)(?:dist\/)?(.*?)\.[cm]?js$/;
const OURS = 'nestjs-observability';
const TELEMETRY = /^(@opentelemetry|@grpc|@protobufjs|protobufjs|prom-client|pino)/;

export function ownerOf({ url }: CallFrame): Owner {
  if (url.startsWith('node:')) return 'node';
  if (url === '') return 'engine';
  const name = PACKAGE.exec(url)?.[1];
  if (name === undefined) return 'application';
  if (name === OURS) return 'ours';
  return TELEMETRY.test(name) ? 'telemetry' : 'framework';
}

/** `kernel/operation › end` for a function of ours; others carry their package. An anonymous function carries its line. */
export function labelOf(frame: CallFrame): string {
  const name = frame.functionName || `(anonymous) line ${frame.lineNumber + 1}`;
  const file = fileOf(frame);
  return file === '' ? name : `${file} › ${name}`;
}

function fileOf({ url, lineNumber }: CallFrame): string {
  if (url === '' || url.startsWith('node:')) return url;
  if (url.endsWith(`/${OURS}/dist/${JOINED}`)) return moduleAt(url, lineNumber);
  const [, name, file] = PACKAGE.exec(url) ?? [];
  if (name === undefined) return url.slice(url.lastIndexOf('/') + 1);
  return name === OURS ? file! : `${name}/${file}`;
}

const modulesOf = new Map<string, readonly JoinedModule[]>();

/** The module that holds the line: functions of different modules may have the same name. */
function moduleAt(url: string, line: number): string {
  const modules =
    modulesOf.get(url) ?? joinedModules(readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8'));
  modulesOf.set(url, modules);
  const file = modules.findLast((module) => module.line <= line)?.file ?? JOINED;
  return file.replace(/\.js$/, '');
}
