import { originOf, withImport } from './imports.js';
import { SourceFile } from './source-file.js';

const file = (text: string): SourceFile => new SourceFile('a.ts', text);
const edited = (text: string): string => withImport(file(text), ['Counted', 'Traced'], 'nestjs-observability').text;

describe('withImport', () => {
  it.each([
    [
      'below the last package',
      "import a from 'a';\nimport b from './b';\n",
      "import a from 'a';\nimport { Counted, Traced } from 'nestjs-observability';\nimport b from './b';\n",
    ],
    [
      'in the quotes, and without the semicolons, of the file',
      'import a from "a"\n',
      'import a from "a"\nimport { Counted, Traced } from "nestjs-observability"\n',
    ],
    [
      'with Windows line ends',
      "import a from 'a';\r\n",
      "import a from 'a';\r\nimport { Counted, Traced } from 'nestjs-observability';\r\n",
    ],
    [
      'behind the comment of a line',
      "import a from 'a'; // first\n",
      "import a from 'a'; // first\nimport { Counted, Traced } from 'nestjs-observability';\n",
    ],
    [
      'above imports of its own files',
      "// a file\nimport b from './b';\n",
      "// a file\nimport { Counted, Traced } from 'nestjs-observability';\nimport b from './b';\n",
    ],
    [
      'behind attributes and `import = require`',
      "import a = require('a');\nimport b from 'b' with { type: 'json' };\nfoo();",
      "import a = require('a');\nimport b from 'b' with { type: 'json' };\nimport { Counted, Traced } from 'nestjs-observability';\nfoo();",
    ],
    ['where nothing is imported', 'class A {}', "import { Counted, Traced } from 'nestjs-observability';\nclass A {}"],
    [
      'into what is imported from there',
      "import { Timed, Traced } from 'nestjs-observability';",
      "import { Counted, Timed, Traced } from 'nestjs-observability';",
    ],
    [
      'into such a list on several lines',
      "import {\n  Timed,\n} from 'nestjs-observability';",
      "import {\n  Counted, Traced,\n  Timed,\n} from 'nestjs-observability';",
    ],
    [
      'beside an import of types',
      "import type { Clock } from 'nestjs-observability';",
      "import type { Clock } from 'nestjs-observability';\nimport { Counted, Traced } from 'nestjs-observability';",
    ],
    [
      'not among dynamic imports',
      "await import('a');\nimport.meta.url;",
      "import { Counted, Traced } from 'nestjs-observability';\nawait import('a');\nimport.meta.url;",
    ],
    [
      'not at all when all is there',
      "import { Counted, Traced } from 'nestjs-observability';",
      "import { Counted, Traced } from 'nestjs-observability';",
    ],
  ])('adds names %s', (_, text, expected) => {
    expect(edited(text)).toBe(expected);
  });
});

describe('originOf', () => {
  it.each([
    ["import { AppModule } from './app.module';", './app.module'],
    ["import { ShopModule as AppModule } from './shop.module.js';", './shop.module.js'],
    ["import AppModule, { Other } from '#app';", '#app'],
    ["import * as AppModule from 'src/app';", 'src/app'],
    ["import { AppModule as Other } from './app.module';", undefined],
    ["// import { AppModule } from './app.module';", undefined],
  ])('finds where a name comes from: %s', (text, origin) => {
    expect(originOf(file(text), 'AppModule')).toBe(origin);
  });
});
