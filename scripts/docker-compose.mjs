// Whether containers can be started on this machine, and by which command.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ASK_TIMEOUT_MS = 15_000;

/**
 * The command that starts containers: `docker compose`, or the older `docker-compose`. Both, and `docker` itself, look for
 * DOCKER_HOST by themselves.
 * @returns {{ command: string } | { missing: string }} `missing` is a sentence that says what is not there
 */
export function findCompose(environment = process.env) {
  const wants = 'NETWORK=docker needs Docker with Compose';
  const isLocal = /^(unix|fd|npipe):|^tcp:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/;
  if (environment.DOCKER_HOST && !isLocal.test(environment.DOCKER_HOST)) {
    return { missing: `${wants} on this machine, since ports are published there; DOCKER_HOST names another one.` };
  }
  const docker = ask('docker', ['version', '--format', '{{.Server.Version}}']);
  if (docker.error?.code === 'ENOENT') return { missing: `${wants}: \`docker\` is not on PATH.` };
  if (docker.status !== 0) {
    const said = docker.stderr.trim().split('\n').at(-1) || 'no answer';
    return { missing: `${wants}, and \`docker\` does not reach its engine (${said.replace(/\.$/, '')}).` };
  }
  const command = [environment.COMPOSE_COMMAND, 'docker compose', 'docker-compose'].find((candidate) => {
    const [program, ...args] = (candidate ?? '').split(' ');
    return program !== '' && ask(program, [...args, 'version']).status === 0;
  });
  if (command === undefined) return { missing: `${wants}: neither \`docker compose\` nor \`docker-compose\` works.` };
  return { command };

  function ask(program, args) {
    return spawnSync(program, args, { encoding: 'utf8', env: environment, timeout: ASK_TIMEOUT_MS });
  }
}

/**
 * The first of the public images that the repository's are made of, or that run beside them, which is not on this machine.
 * @returns {string | undefined} a sentence that says which
 */
export function findMissingImage(root, environment = process.env) {
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const bases = [...read('Dockerfile').matchAll(/^FROM (\S+:\S+)/gm)];
  const beside = [...read('docker-compose.yml').matchAll(/^ *image: (\S+\/\S+)$/gm)];
  const missing = [...bases, ...beside]
    .map(([, image]) => image)
    .find(
      (image) =>
        spawnSync('docker', ['image', 'inspect', image], { env: environment, timeout: ASK_TIMEOUT_MS }).status !== 0,
    );
  return missing === undefined ? undefined : `there is no image ${missing} here (docker pull ${missing}).`;
}
