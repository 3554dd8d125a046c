/** The callbacks that the built declarations name: what the boundaries are held against, so that a new one cannot be forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Where the types stand that an application fills in: options, decorators, and what it implements for us. */
const WRITTEN_BY_APPLICATIONS = [
  /^config\/.*\.options\.d\.ts$/,
  /^config\/plugin\.d\.ts$/,
  /\.decorator\.d\.ts$/,
  /^hooks\/hook\.d\.ts$/,
  /^kernel\/operation-(?:handler|source)\.d\.ts$/,
  /^metrics\/method-metrics\.d\.ts$/,
  /^health\/health-check\.d\.ts$/,
  /^instruments\/(?:pools\/home-made-pool|sessions\/sessions\.instrument|processes\/process-handle)\.d\.ts$/,
  /^instruments\/ai\/.*(?:observe-client|ai-sdk-telemetry)\.d\.ts$/,
  /^sentry\/sentry\.options\.d\.ts$/,
  /^migration\/nestjs-prometheus\/metric-providers\.d\.ts$/,
];

/** @returns `CaptureRule.match`: members whose value is a function */
export function declaredCallbacks(dist: string): readonly string[] {
  const paths = declarationsBelow(dist).filter((path) => isWrittenByApplications(relative(dist, path)));
  return paths.flatMap((path) => callbacksIn(readFileSync(path, 'utf8')));
}

function isWrittenByApplications(path: string): boolean {
  const posix = path.split(sep).join('/');
  return WRITTEN_BY_APPLICATIONS.some((pattern) => pattern.test(posix));
}

function declarationsBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.d.ts')).map((name) => join(folder, name));
}

const OWNER = /^(?:export )?(?:declare )?interface (\w+)/;
const METHOD = /^\s+(\w+)\??(?:<[^(]*>)?\(/;
const PROPERTY = /^\s+(?:readonly )?(\w+)\??: (.*)$/;

function callbacksIn(text: string): readonly string[] {
  const functions = functionTypesIn(text);
  const found: string[] = [];
  let owner: string | undefined;
  for (const line of text.split('\n')) {
    owner = OWNER.exec(line)?.[1] ?? (line.startsWith('}') ? undefined : owner);
    const member = owner === undefined ? undefined : callbackIn(line, functions);
    if (member !== undefined) found.push(`${owner}.${member}`);
  }
  return found;
}

function callbackIn(line: string, functions: readonly string[]): string | undefined {
  const method = METHOD.exec(line)?.[1];
  if (method !== undefined) return method;
  const [, name, type = ''] = PROPERTY.exec(line) ?? [];
  const isFunction = type.includes('=>') || functions.some((one) => new RegExp(`\\b${one}\\b`).test(type));
  return isFunction ? name : undefined;
}

/** Names of types in this file that are functions: `type SkipsCall = { of(…): boolean }['of']`. */
function functionTypesIn(text: string): readonly string[] {
  const types = text.matchAll(/^(?:export )?(?:declare )?type (\w+)(?:<[^=]*>)? = ((?:.|\n(?=[ }]))*)/gm);
  return [...types].filter(([, , body]) => /=>|\bof\(/.test(body!)).map(([, name]) => name!);
}
