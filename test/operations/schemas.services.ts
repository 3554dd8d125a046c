/** Generated files that nothing here runs, before the judges that their own projects publish. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithPrograms } from '../support/stack-programs.js';
import { LoopbackStack, operations } from './loopback-stack.js';

function judge(command: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: operations, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describeWithPrograms(['compose-spec'], 'The Compose specification', (files) => {
  it('knows all that compose.yml says', () => {
    const { status, output } = judge(files['compose-spec'], '--format=json', 'compose.yml');

    expect(output).toMatch(/"services": ?\{/);
    expect(status).toBe(0);
  });
});

describeWithPrograms(['kubectl-validate', 'operator-schemas'], 'Kubernetes and the Prometheus Operator', (files) => {
  // Kustomize reads its own file on the client.
  const manifests = readdirSync(join(operations, 'kubernetes')).filter((name) => name !== 'kustomization.yml');

  it.each(manifests)('take %s', (name) => {
    const file = join('kubernetes', name);

    const { status, output } = judge(files['kubectl-validate'], '--local-crds', files['operator-schemas'], file);

    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('OK') });
  });
});

describeWithPrograms(['loki'], 'Loki', (files) => {
  it('takes loki.yml', async () => {
    const stack = await LoopbackStack.make();

    const { status, output } = judge(
      files.loki,
      '-verify-config',
      `-config.file=${stack.write('loki/loki.yml', 'loki')}`,
    );
    await stack.stop();

    expect(output).toContain('config is valid');
    expect(status).toBe(0);
  });
});
