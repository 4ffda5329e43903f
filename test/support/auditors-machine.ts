/** An auditor's own machine: its own keys, what the others gave it, and the topology that all have agreed on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Report } from '../../audit/src/report.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { genesisBlockPath } from '../../network/genesis/create-genesis-block.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import type { RunningConsortium } from './running-consortium.js';

export interface Ended {
  readonly code: number;
  readonly report: Report;
  readonly errors: string;
}

export function auditorsMachine({ dataDir, topology }: RunningConsortium): {
  /** `member audit` with these arguments. */
  run(...args: readonly string[]): Promise<Ended>;
  remove(): void;
} {
  const machine = mkdtempSync(join(tmpdir(), 'commonpoint-auditor-'));
  const take = (path: string): void => cpSync(path, join(machine, relative(dataDir, path)), { recursive: true });
  for (const organization of topology.organizations) {
    const paths = organizationPaths(dataDir, organization);
    if (organization.kind === 'auditor') take(dirname(dirname(paths.userMspDir('auditor'))));
    take(paths.tlsCaCertPath);
  }
  take(genesisBlockPath(topology, dataDir));
  const topologyPath = join(machine, 'topology.json');
  writeFileSync(topologyPath, JSON.stringify(topology));
  const slug = topology.organizations.find(({ kind }) => kind === 'auditor')?.slug;
  return {
    async run(...args) {
      const child = spawn(process.execPath, [builtProgram('consortium', 'member/main.js'), 'audit', ...args], {
        env: { ...process.env, DATA_DIR: machine, SLUG: slug, TOPOLOGY: topologyPath },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [told, errors] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number];
      return { code, report: (told === '' ? {} : JSON.parse(told)) as Report, errors };
    },
    remove: () => rmSync(machine, { recursive: true, force: true }),
  };
}
