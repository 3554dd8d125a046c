import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

type KillWatch = typeof import('./kill-watch.js');

/** As another test file of Jest, or another version of the library, would. */
function loadedAnew(): KillWatch {
  let loaded: KillWatch | undefined;
  jest.isolateModules(() => (loaded = require('./kill-watch.js') as KillWatch));
  return loaded!;
}

it('wraps once in a process, however often it is loaded, and tells all who have loaded it', async () => {
  const [first, second] = [loadedAnew(), loadedAnew()];
  first.watchKills();
  const { kill } = ChildProcess.prototype;
  second.watchKills();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 1, 1000)']);
  child.kill();
  await once(child, 'exit');

  expect(ChildProcess.prototype.kill).toBe(kill);
  expect([first, second].map(({ askedToEnd }) => [...askedToEnd(child)!.signals])).toEqual([['SIGTERM'], ['SIGTERM']]);
});
