import { hostname } from 'node:os';
import { resolveConfig } from '../config/index.js';
import { containerIdIn, resourceOf } from './resource.js';

const ID = '0123456789abcdef'.repeat(4);

it('names service, host, process and environment; what the user said wins over what was detected', () => {
  const service = {
    name: 'shop',
    version: '1.0.0',
    instanceId: 'i-1',
    attributes: { 'host.name': 'mine', 'team.name': 'a' },
  };
  const { 'container.id': _, ...resource } = resourceOf(
    resolveConfig({ service, environment: 'staging' }, { env: {} }),
    {},
  );

  expect(resource).toEqual({
    'deployment.environment.name': 'staging',
    'host.arch': expect.any(String),
    'host.name': 'mine',
    'os.type': process.platform,
    'process.pid': process.pid,
    'process.runtime.description': 'Node.js',
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'service.instance.id': 'i-1',
    'service.name': 'shop',
    'service.version': '1.0.0',
    'team.name': 'a',
  });
});

it('knows pod, namespace and node inside Kubernetes only', () => {
  const config = resolveConfig({}, { env: {} });
  const names = { POD_NAMESPACE: 'prod', NODE_NAME: 'n1' };

  expect(resourceOf(config, names)).not.toHaveProperty(['k8s.pod.name']);
  expect(resourceOf(config, { ...names, KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toMatchObject({
    'k8s.pod.name': hostname(),
    'k8s.namespace.name': 'prod',
    'k8s.node.name': 'n1',
  });
});

it.each([
  ['cgroup v1', `12:memory:/docker/${ID}\n`, ID],
  ['containerd under Kubernetes', `1:name=systemd:/kubepods.slice/cri-containerd-${ID}.scope\n`, ID],
  ['mounts of cgroup v2', `620 599 254:1 /var/lib/docker/containers/${ID}/hostname /etc/hostname rw\n`, ID],
  ['no container', '0::/\n', undefined],
])('finds the container id: %s', (_, text, expected) => {
  expect(containerIdIn(text)).toBe(expected);
});
