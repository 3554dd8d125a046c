/** Everything that a browser loads before it asks for data, each file at a path of its own. */
import type { Answers, Endpoint } from '../../endpoints/index.js';
import type { Access } from '../access/access.js';
import { AssetEndpoint } from './asset.endpoint.js';
import { ASSET_FOLDER, readManifest, type AssetManifest } from './asset-manifest.js';
import { shellHtml } from './shell-html.js';
import { ShellEndpoint } from './shell.endpoint.js';

export interface AssetOptions {
  /** Path of the console, empty at the root. */
  readonly base: string;
  /** Below the base; the base itself is one more. */
  readonly pageIds: readonly string[];
  readonly access: Access;
  readonly answers: Answers;
}

export function assetEndpoints(options: AssetOptions, folder = ASSET_FOLDER): readonly Endpoint[] {
  const manifest = readManifest(folder);
  return [...shells(options, manifest), ...(manifest === undefined ? [] : files(options, manifest, folder))];
}

function shells({ base, pageIds, access, answers }: AssetOptions, manifest: AssetManifest | undefined): Endpoint[] {
  const html = manifest && shellHtml(base, manifest);
  const paths = [base || '/', ...pageIds.map((id) => `${base}/${id}`)];
  return paths.map((path) => new ShellEndpoint({ path, html, access, answers }));
}

function files({ base, access, answers }: AssetOptions, manifest: AssetManifest, folder: string): Endpoint[] {
  const names = new Set(manifest.files);
  const shown = [...names].filter((name) => !name.endsWith('.gz'));
  return shown.map(
    (name) => new AssetEndpoint({ base, folder, name, isZipped: names.has(`${name}.gz`), access, answers }),
  );
}
