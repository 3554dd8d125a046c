/** `nest add nestjs-observability`: import, start flag, main file, an example and its test. All of it or, with a reason, nothing. */
import { addExample } from './example.js';
import { applicationOf, type Application } from './application.js';
import { withBufferedLogs, withShutdownHooks } from './bootstrap.js';
import { observes, withModule } from './module-metadata.js';
import { PACKAGE } from './package-name.js';
import { SourceTree } from './source-tree.js';
import { registers, withRegister } from './start-scripts.js';
import type { Rule } from './tree.js';
import { workspaceOf, type NestAddOptions, type Workspace } from './workspace.js';

/** What Nest's CLI calls, see schematics/collection.json. @throws ObservabilityError before anything has changed */
export function nestAdd(options: NestAddOptions): Rule {
  return (tree, { logger }) => {
    const files = new SourceTree(tree);
    const told = addTo(files, workspaceOf(files, options));
    const changed = files.write();
    for (const line of told) logger.info(line);
    logger.info(
      changed.length === 0
        ? `${PACKAGE} is part of this application already: nothing was changed.`
        : 'Start the application, then open /metrics, /health and, while you develop, /observability.',
    );
  };
}

function addTo(files: SourceTree, workspace: Workspace): string[] {
  const application = applicationOf(files, workspace);
  const told = observe(files, workspace, application);
  files.set(withShutdownHooks(withBufferedLogs(files.get(application.mainFile))));
  return [...told, registerIn(files, workspace)];
}

/** Where the module is there already, nobody needs an example. */
function observe(files: SourceTree, { project, sourceRoot }: Workspace, application: Application): string[] {
  const mentions = files.sourcesMentioning('ObservabilityModule', sourceRoot);
  const observed = mentions.find((path) => observes(files.get(path)));
  if (observed !== undefined) return [`${observed} imports ObservabilityModule already.`];
  const { moduleFile, moduleName } = application;
  const file = files.get(moduleFile);
  // One application is called as its package.json says.
  const options = project === undefined ? '' : `{ service: { name: ${file.quote}${project}${file.quote} } }`;
  files.set(withModule(file, moduleName, `ObservabilityModule.forRoot(${options})`));
  return [addExample(files, application)];
}

function registerIn(files: SourceTree, workspace: Workspace): string {
  const elsewhere = `node --import ${PACKAGE}/register`;
  if (files.has('package.json')) files.set(withRegister(files.get('package.json'), workspace));
  const isRegistered = files.has('package.json') && registers(files.get('package.json'));
  return isRegistered
    ? `Start scripts load ${PACKAGE}/register. Do so elsewhere (Dockerfile, process manager), too: ${elsewhere}`
    : `No start script that can be changed was found. Start the application by ${elsewhere}`;
}
