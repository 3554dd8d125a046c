/** Every regular expression of the build: the literals of its files, and those that the redactor makes when it is loaded. */
import { parseSync } from '@swc/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOINED, joinedModules } from '../../../bench/harness/joined-modules.js';
import { built, packageFolder } from '../built.js';

export interface FoundPattern {
  readonly pattern: RegExp;
  /** Of its file, below dist/. */
  readonly file: string;
}

/** They read what the application's owner has written: options, source files, what a test expects. */
const OF_THE_OWNER = /^(?:config|cli|schematics|testing|migration|provisioning)\//;

/** Each once, with the first file that has it. */
export function allPatterns(): readonly FoundPattern[] {
  const found = new Map<string, FoundPattern>();
  for (const one of [...literals(), ...made()]) {
    const key = String(one.pattern);
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

function literals(): readonly FoundPattern[] {
  const folder = join(packageFolder, 'dist');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const codes = files.toSorted().flatMap((file) => codesOf(file, readFileSync(join(folder, file), 'utf8')));
  return codes.filter(({ file }) => !OF_THE_OWNER.test(file)).flatMap(({ file, code }) => literalsIn(file, code));
}

/** Modules that were joined count for themselves. */
function codesOf(file: string, text: string): readonly { readonly file: string; readonly code: string }[] {
  if (file !== JOINED) return [{ file, code: text }];
  return joinedModules(text).map((module) => ({ file: module.file, code: `({${module.code}})` }));
}

function literalsIn(file: string, code: string): readonly FoundPattern[] {
  const found: FoundPattern[] = [];
  const isModule = file.includes('assets/');
  walk(parseSync(code, { syntax: 'ecmascript', target: 'es2022', ...(!isModule && { isModule: false }) }), (node) => {
    const { type, pattern, flags } = node as { type?: string; pattern?: string; flags?: string };
    if (type === 'RegExpLiteral') found.push({ file, pattern: new RegExp(pattern!, flags) });
  });
  return found;
}

function walk(node: unknown, visit: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visit(node);
  for (const child of Object.values(node)) walk(child, visit);
}

interface TextRule {
  readonly hint: RegExp;
  readonly pattern: RegExp;
}

interface RulesFile {
  readonly TEXT_RULES: readonly TextRule[];
}

interface PersonalFile {
  personalRules(detect: object): readonly TextRule[];
}

function made(): readonly FoundPattern[] {
  const { TEXT_RULES } = built<RulesFile>('security/redaction-rules.js');
  const personal = built<PersonalFile>('security/personal-rules.js').personalRules({
    email: true,
    iban: true,
    ssn: true,
  });
  const rules = [...TEXT_RULES, ...personal];
  return rules
    .flatMap(({ hint, pattern }) => [hint, pattern])
    .map((pattern) => ({ pattern, file: 'security (rules)' }));
}
