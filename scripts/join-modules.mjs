// Joins the modules that every start loads into one file, dist/joined.js: node scripts/join-modules.mjs
// A file costs a start more than the code in it. Each module stays a function of its own, run when it is first asked for, and where it
// stood is one line that asks for it: whoever loads part of the package later, or by another entry, gets the same modules.
import { createRequire } from 'node:module';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodedMap, FlattenMap } from '@jridgewell/trace-mapping';

const JOINED = 'joined.js';
/** `const a = require(…)`, `__exportStar(require(…), exports)`: as TypeScript writes imports. What is required later stands in a function. */
const REQUIRED_AT_ONCE = /^(?:(?:const|var) \w+ = )?(?:__\w+\()?require\("(\.\.?\/[^"]+)"\)/gm;
const REQUIRED = /\brequire(\.resolve)?\((?:"(\.[^"]+)"|'(\.[^']+)')\)/g;
const SOURCE_MAP_COMMENT = /\n\/\/# sourceMappingURL=.*\s*$/;

const HEAD = `"use strict";
const { basename, join } = require("node:path");
const begun = Object.create(null);
/** As Node does: once, and whoever asks while it runs gets what it has exported by then. */
function load(file) {
    if (begun[file] !== undefined)
        return begun[file];
    const exports = (begun[file] = {});
    try {
        modules[file](exports);
    }
    catch (error) {
        delete begun[file];
        throw error;
    }
    return exports;
}
/** Where the module stood, unless a bundler has taken this file into another. */
function folderOf(file) {
    return basename(__filename) === "${JOINED}" ? join(__dirname, file, "..") : __dirname;
}
module.exports = load;
const modules = {
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) joinModules(fileURLToPath(new URL('../dist', import.meta.url)));

/** @param dist what TypeScript has built; its index.js says what every start loads */
export function joinModules(dist) {
  const files = [...modulesFrom(dist, 'index.js', new Set())];
  const load = createRequire(join(dist, JOINED));
  // Asked before any of them is replaced.
  const exported = files.map((file) => Object.keys(load(`./${file}`)));
  const sections = sectionsOf(dist, files);
  writeFileSync(
    join(dist, JOINED),
    `${HEAD}${sections.map(({ text }) => text).join('')}};\n//# sourceMappingURL=${JOINED}.map\n`,
  );
  writeFileSync(join(dist, `${JOINED}.map`), JSON.stringify(sourceMapOf(dist, sections)));
  for (const [index, file] of files.entries()) replace(dist, file, exported[index]);
}

/** What `file` requires at once, itself first. */
function modulesFrom(dist, file, found) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of read(dist, file).matchAll(REQUIRED_AT_ONCE)) modulesFrom(dist, targetOf(file, path), found);
  return found;
}

function sectionsOf(dist, files) {
  const joined = new Set(files);
  let line = HEAD.split('\n').length;
  return files.map((file) => {
    const text = sectionOf(file, read(dist, file), joined);
    const section = { file, text, line };
    line += text.split('\n').length - 1;
    return section;
  });
}

/** In parentheses the engine compiles it at once instead of passing over it first. */
function sectionOf(file, code, joined) {
  const body = code
    .replace(SOURCE_MAP_COMMENT, '')
    .replaceAll('__dirname', `folderOf(${JSON.stringify(file)})`)
    .replaceAll(REQUIRED, (_whole, resolve, imported, required) => {
      const target = targetOf(file, imported ?? required);
      const isJoined = resolve === undefined && joined.has(target);
      return isJoined ? `load("${target}")` : `require${resolve ?? ''}("./${target}")`;
    });
  return `"${file}": (function (exports) {\n${body}\n}),\n`;
}

/** Each module's own, from the line on which its code begins. Flat, since Node maps no frame by one that has sections. */
function sourceMapOf(dist, sections) {
  const maps = sections.map(({ file, line }) => ({ offset: { line, column: 0 }, map: rebased(dist, file) }));
  return encodedMap(new FlattenMap({ version: 3, file: JOINED, sections: maps }));
}

function rebased(dist, file) {
  const map = JSON.parse(read(dist, `${file}.map`));
  return { ...map, sources: map.sources.map((source) => posix.join(dirname(file), source)) };
}

/** Node tells the names of a module of this kind to `import` by its text alone; what is never run says them. */
function replace(dist, file, names) {
  const path = posix.relative(dirname(file), JOINED);
  const from = path.startsWith('.') ? path : `./${path}`;
  writeFileSync(
    join(dist, file),
    `module.exports = require("${from}")("${file}");\n0 && (module.exports = { ${names.join(', ')} });\n`,
  );
  rmSync(join(dist, `${file}.map`));
}

function targetOf(file, path) {
  return posix.join(dirname(file), path);
}

function read(dist, file) {
  return readFileSync(join(dist, file), 'utf8');
}
