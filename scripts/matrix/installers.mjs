// How each package manager is told the same: refuse what a package's `engines` or peer range does not permit, run no scripts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Of each: the `files` of the application's folder, what `manifest` gets beside its dependencies, the `install` command, and how
 * an installed program or Node itself is run. Commands are lists, the first is a file.
 */
export const installers = {
  npm: {
    manifest: (overrides) => ({ overrides: nested(overrides) }),
    files: () => ({
      '.npmrc': 'engine-strict=true\nstrict-peer-deps=true\naudit=false\nfund=false\nignore-scripts=true\n',
    }),
    install: () => ['npm', 'install', '--loglevel=warn'],
    ...nodeModules(),
  },
  pnpm: {
    manifest: () => ({}),
    files: (overrides) => ({ 'pnpm-workspace.yaml': pnpmSettings(overrides) }),
    install: ({ tools }) => ['node', join(tools, 'node_modules/pnpm/bin/pnpm.mjs'), 'install'],
    ...nodeModules(),
  },
  yarn: yarn('node-modules', nodeModules()),
  'yarn-pnp': yarn('pnp', {
    program: ({ tools }, name) => [...yarnCommand(tools), 'run', name],
    node: ({ folder }) => ['node', ...plugAndPlay(folder)],
  }),
};

function nodeModules() {
  return { program: ({ folder }, name) => [join(folder, 'node_modules/.bin', name)], node: () => ['node'] };
}

function yarn(linker, running) {
  return {
    manifest: (overrides) => ({
      resolutions: Object.fromEntries(
        Object.entries(overrides).map(([path, release]) => [path.replace('>', '/'), release]),
      ),
    }),
    files: () => ({ '.yarnrc.yml': yarnSettings(linker), 'yarn.lock': '' }),
    install: ({ tools }) => [...yarnCommand(tools), 'install'],
    ...running,
  };
}

const yarnCommand = (tools) => ['node', join(tools, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js')];

/** Node warns about loaders, which is Yarn's affair. */
function plugAndPlay(folder) {
  const loader = join(folder, '.pnp.loader.mjs');
  const forModules = existsSync(loader) ? ['--experimental-loader', loader] : [];
  return ['--disable-warning=ExperimentalWarning', '--require', join(folder, '.pnp.cjs'), ...forModules];
}

/** `{ 'a>b': '1' }` as npm wants it: `{ a: { b: '1' } }`. */
function nested(overrides) {
  return Object.fromEntries(
    Object.entries(overrides).map(([path, release]) => {
      const [outer, inner] = path.split('>');
      return [outer, inner === undefined ? release : { [inner]: release }];
    }),
  );
}

const pnpmSettings = (overrides) =>
  `${JSON.stringify({ engineStrict: true, strictPeerDependencies: true, ignoreScripts: true, overrides }, null, 2)}\n`;

/** It knows no strict engines. Peers that are missing or too new are made errors. */
const yarnSettings = (linker) => `nodeLinker: ${linker}
enableTelemetry: false
enableScripts: false
enableImmutableInstalls: false
logFilters:
  - code: YN0002
    level: error
  - code: YN0060
    level: error
  - code: YN0086
    level: error
`;
