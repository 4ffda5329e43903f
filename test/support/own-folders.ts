/**
 * Organisations that each work from a folder of their own, with no key of another one in it, by the program `member`. Their nodes are those
 * of a consortium that was launched: what an organisation's own machine would run is put there, and nothing else of it.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { AgreedTopology } from '../../consortium/description/founding.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { copyPublicMaterial } from '../../network/docker/public-material.js';
import { genesisBlockPath } from '../../network/genesis/create-genesis-block.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import type { Organization } from '../../network/topology.js';
import { cutOff } from './cut-off.js';
import { listenedTo, type MemberRun } from './member-run.js';

export class OwnFolder {
  constructor(
    readonly slug: string,
    readonly folder: string,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  /** Of one that takes part, with what it has of the others after a founding. */
  static async standing(
    organization: Organization,
    { topology, dataDir, root }: { topology: AgreedTopology; dataDir: string; root: string },
  ): Promise<OwnFolder> {
    const own = new OwnFolder(organization.slug, join(root, organization.slug));
    const from = organizationPaths(dataDir, organization).root;
    cpSync(from, join(own.folder, relative(dataDir, from)), { recursive: true });
    for (const other of topology.organizations) await copyPublicMaterial(other, dataDir, own.folder);
    own.takeChannel(topology, dataDir);
    own.agreeOn(topology);
    return own;
  }

  takeChannel(topology: AgreedTopology, from: string): void {
    const path = genesisBlockPath(topology, from);
    cpSync(path, join(this.folder, relative(from, path)));
  }

  agreeOn(topology: object): void {
    writeFileSync(this.#topologyPath, JSON.stringify(topology, null, 2));
  }

  get topology(): AgreedTopology {
    return JSON.parse(readFileSync(this.#topologyPath, 'utf8')) as AgreedTopology;
  }

  /** `member ARGS`, and what it says. @throws Error with what it wrote when it failed */
  member(...args: readonly string[]): Promise<string[]> {
    return this.begin(args).ended;
  }

  /** The same with people beside it, who hear each line. */
  begin(args: readonly string[], hear: (line: string) => void = () => undefined): MemberRun {
    const child = spawn(process.execPath, [builtProgram('consortium', 'member/main.js'), ...args], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return listenedTo(child, this.slug, hear);
  }

  /** The same as a program that is killed between all of its steps. */
  cutOff(...args: readonly string[]): Promise<{ kills: number; last: string }> {
    return cutOff(builtProgram('consortium', 'member/main.js'), args, this.#environment);
  }

  /** What people sent, put where it belongs. */
  receive(path: string, into = ''): void {
    cpSync(path, join(this.folder, into), { recursive: true });
  }

  /** Folders of organisations whose private keys are here. */
  get keysOf(): string[] {
    const organizations = join(this.folder, 'organizations', 'peerOrganizations');
    return readdirSync(organizations).filter((domain) =>
      readdirSync(join(organizations, domain), { recursive: true, encoding: 'utf8' }).some((path) =>
        /^(priv_sk|.*\.key)$/.test(basename(path)),
      ),
    );
  }

  get #topologyPath(): string {
    return join(this.folder, 'topology.json');
  }

  get #environment(): Record<string, string> {
    return { DATA_DIR: this.folder, SLUG: this.slug, TOPOLOGY: this.#topologyPath };
  }
}
