/** A generated YAML file with what its reader should know on top. */
import type { GeneratedFile } from '../provisioning.js';
import { toYaml, type YamlValue } from '../yaml.js';

export function yamlFile(path: string, comment: readonly string[], ...documents: readonly YamlValue[]): GeneratedFile {
  const heading = comment.map((line) => `# ${line}\n`).join('');
  return { path, text: heading + documents.map((document) => toYaml(document)).join('---\n') };
}
