/**
 * Every `@example` as a file of one TypeScript project, so that none of them can rot. An example leaves out its imports: what the library
 * exports, and what `OUTSIDE` knows, is imported for it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../generated.js';
import type { PublicExport } from './public-exports.js';
import { exportedNames } from './source-file.js';

const STAGE = join(__dirname, 'stage.ts');

/** Module → what examples may take from it without saying so; `=` stands before a default export. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  '@nestjs/common': ['Controller', 'Get', 'Headers', 'Inject', 'Injectable', 'Module', 'Param', 'Sse'],
  '@nestjs/core': ['NestFactory'],
  '@nestjs/microservices': ['Transport'],
  '@nestjs/testing': ['Test'],
  '@anthropic-ai/sdk': ['=Anthropic'],
  ai: ['generateText'],
  'nestjs-pino': ['LoggerModule'],
  'node:child_process': ['fork'],
  'node:cluster': ['=cluster'],
  'node:fs': ['writeFileSync'],
  'node:net': ['createServer'],
  'node:os': ['availableParallelism'],
  openai: ['=OpenAI'],
  pino: ['pino'],
  'pino-http': ['pinoHttp'],
  ws: ['WebSocketServer'],
  '../../test/docs/exports/stage.js': exportedNames(STAGE).map(({ name }) => name),
};

/** What the compiler says of the examples, each line with the name of its export; empty when all is well. */
export function complaintsAbout(exports: readonly PublicExport[]): string[] {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'examples-'));
  try {
    writeProject(folder, exports);
    const { stdout, error } = spawnSync(join(root, 'node_modules/.bin/tsc'), [], { cwd: folder, encoding: 'utf8' });
    if (error !== undefined) throw error;
    // What is wrong in the library is told by the type check of the whole.
    return stdout.split(/\n(?=\S)/).filter((complaint) => /^(?:nestjs-observability|error)/.test(complaint));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeProject(folder: string, exports: readonly PublicExport[]): void {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  for (const exported of exports)
    exported.examples.forEach((code, index) => {
      const name = `${exported.subpath.replaceAll('/', '.')}.${exported.name}.${exported.kind}.${index}.mts`;
      writeFileSync(join(folder, name), `${importsFor(exported, code, exports)}\n${code}\nexport {};\n`);
    });
}

const settings = {
  extends: '../../tsconfig.json',
  compilerOptions: {
    rootDir: '../..',
    noEmit: true,
    declaration: false,
    emitDecoratorMetadata: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
  },
  include: ['*.mts'],
  exclude: [],
};

function importsFor({ subpath }: PublicExport, code: string, exports: readonly PublicExport[]): string {
  const own = declaredIn(code);
  const used = [...new Set(code.match(/\b[A-Za-z]\w*\b/g))].filter((name) => !own.has(name));
  return used.flatMap((name) => importOf(name, subpath, exports) ?? []).join('\n');
}

/** Names that the code declares or imports itself. */
function declaredIn(code: string): ReadonlySet<string> {
  const declared = [...code.matchAll(/\b(?:const|let|class|function|interface|type) (\w+)/g)].map(
    ([, name = '']) => name,
  );
  const imported = [...code.matchAll(/^import (.+?) from/gm)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
  return new Set([...declared, ...imported]);
}

/** Names of the example's own subpath first, then outside ones, then the library's other names. */
function importOf(name: string, subpath: string, exports: readonly PublicExport[]): string | undefined {
  const homes = exports.filter((exported) => exported.name === name).map((exported) => exported.subpath);
  const named = (from: string): string => `import { ${name} } from '${from}';`;
  if (homes.includes(subpath)) return named(subpath);
  for (const [from, known] of Object.entries(OUTSIDE)) {
    if (known.includes(name)) return named(from);
    if (known.includes(`=${name}`)) return `import ${name} from '${from}';`;
  }
  return homes[0] && named(homes[0]);
}
