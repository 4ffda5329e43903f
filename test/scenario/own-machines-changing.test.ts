/**
 * What docs/deployment.md and docs/operating.md say of organisations on machines of their own whose consortium runs, in containers and with
 * their commands: one more joins, keys are renewed, an orderer that stands still comes back by itself.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { charterOtherwise } from '@commonpoint/catalogue';
import type { AgreedTopology } from '../../consortium/description/founding.js';
import { conditionsOf } from '../support/changing-consortium.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { describeUnless } from '../support/network-kind.js';
import {
  cannotOwn,
  createMachines,
  createNewcomer,
  found,
  type OwnMachine,
  ready,
  removeNetwork,
} from '../support/own-machines.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad, type Till } from '../support/steady-load.js';

const STEP_TIMEOUT_MS = 600_000;
const BACK_WITHIN_MS = 180_000;
const none = 'there are no containers';
const unowned = cannotOwn();
const merchants = ['harbor', 'citypark', 'greenmart'];
const entry = {
  slug: 'fresh',
  name: 'Fresh',
  mspId: 'FreshMSP',
  kind: 'merchant' as const,
  domain: 'fresh.commonpoint.example',
};

describeUnless(
  { embedded: none, native: none, ...(unowned !== undefined && { docker: unowned }) },
  'organisations on machines of their own, while they work',
  () => {
    const network = `commonpoint-test-${randomBytes(4).toString('hex')}`;
    let machines: readonly OwnMachine[] = [];
    let fresh: OwnMachine | undefined;
    let folder: string;
    let load: ReturnType<typeof steadyLoad> | undefined;
    const machine = (slug: string) => machines.find(({ organization }) => organization.slug === slug)!;

    beforeAll(async () => {
      folder = await makeDataDir();
      machines = await createMachines(network, folder);
      // Votes that need not be waited for are a part of what they agree on before they begin.
      const topology = JSON.parse(await machine('harbor').member('topology')) as AgreedTopology;
      const { clearing: _clearing, ...charter } = charterOtherwise;
      const rules = Object.fromEntries(
        Object.entries(charter.rules).map(([matter, rule]) => [matter, { ...rule, timeLockSeconds: 0 }]),
      );
      for (const each of machines) await each.agreeOn({ ...topology, charter: { ...charter, rules } });
      await found(machines);
      for (const slug of merchants) await send(machine(slug), 'admin', '/v1/programs', conditionsOf(slug));
    }, STEP_TIMEOUT_MS);
    afterAll(async () => {
      await load?.end();
      const all = fresh === undefined ? machines : [...machines, fresh];
      await Promise.all(all.map((one) => one.remove()));
      await removeNetwork(network);
      await rm(folder, { recursive: true, force: true });
    }, START_TIMEOUT_MS);

    const send = async (
      to: OwnMachine,
      role: 'admin' | 'operator',
      path: string,
      body: object,
    ): Promise<Record<string, string>> => {
      const response = await fetch(`${to.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${(await to.keys())[role]}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          prefer: 'wait=30',
        },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.status !== 201 && response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      return JSON.parse(text) as Record<string, string>;
    };
    const tillAt = async (at: OwnMachine): Promise<Till> => {
      const { accountId = '' } = await send(at, 'operator', '/v1/accounts', { memberRef: `till-${randomUUID()}` });
      const key = (await at.keys())['operator']!;
      return { url: at.url, key, programId: at.organization.slug, accountId };
    };
    /** None of those notices. */
    const besideOthers = async <T>(slugs: readonly string[], work: () => Promise<T>): Promise<T> => {
      load = steadyLoad(await Promise.all(slugs.map((slug) => tillAt(machine(slug)))));
      const startedAt = performance.now();
      const result = await work();
      const report = await load.end();
      load = undefined;
      const tookMs = Math.round(performance.now() - startedAt);
      console.log(
        `${tookMs} ms beside ${report.done} writes, ${report.repeated} repeated, pause ${report.longestPauseMs} ms`,
      );
      expect(report.failures).toEqual([]);
      return result;
    };
    /** Harbor's command, with Harbor's people and those of the others beside it. */
    const run = async (...steps: string[]): Promise<string[]> => {
      const harbor = machine('harbor');
      const { project } = harbor;
      const others: Promise<unknown>[] = [];
      const agree = async (plan: string): Promise<void> => {
        await mkdir(join(machine('citypark').folder, 'data', 'plans'), { recursive: true });
        await machine('citypark').receive(harbor, plan, plan);
        await machine('citypark').member('network', 'agree', `/data/${plan}`);
      };
      const { ended } = harbor.begin(steps, (line) => {
        const [, restarted] = /: docker compose restart (\S+)$/.exec(line) ?? [];
        const [, plan] = /the others need (\S+)$/.exec(line) ?? [];
        if (restarted !== undefined) others.push(project.compose('restart', restarted));
        if (line.includes('docker compose kill -s HUP gateway'))
          others.push(project.compose('kill', '-s', 'HUP', 'gateway'));
        if (plan !== undefined) others.push(agree(plan));
      });
      const said = await ended;
      await Promise.all(others);
      return said;
    };
    /** Typed again for as long as an orderer is unwell, as one may be that was renewed a moment ago. */
    const admit = async (each: OwnMachine): Promise<string> => {
      for (;;) {
        try {
          return await each.member('admit', '/data/fresh.json');
        } catch (error) {
          if (!String(error).includes('Nothing is begun')) throw error;
        }
      }
    };
    const audited = async (): Promise<string> => machine('auditor').member('audit');

    test(
      'a member’s nodes and users get new keys, and none of the others notices',
      async () => {
        // GreenMart votes on nothing, and the auditor cannot: they sign what was decided.
        const stewards = ['greenmart', 'auditor'].map((slug) => machine(slug).begin(['network', 'steward']));
        try {
          const others = ['citypark', 'greenmart'];
          const renewed = await besideOthers(others, () => run('rotate', '--new-key', '--due', '99999d'));
          expect(renewed.at(-1)).toBe('all that was due is renewed, with new keys');
          await besideOthers(['harbor'], () => Promise.resolve());
          expect(await audited()).toContain('Nothing is wrong.');
        } finally {
          for (const each of stewards) each.end();
        }
      },
      STEP_TIMEOUT_MS,
    );

    test(
      'a merchant joins what runs, each by its own word',
      async () => {
        const index = machines.length;
        const newcomer = await createNewcomer(entry, { network, folder, index });
        fresh = newcomer;
        const data = join(newcomer.folder, 'data');
        await newcomer.receive(machine('harbor'), 'channel', 'channel');
        await newcomer.agreeOn(JSON.parse(await machine('harbor').member('topology')) as object);
        await writeFile(join(data, 'entry.json'), JSON.stringify(entry));
        await newcomer.agreeOn(JSON.parse(await newcomer.member('topology', '/data/entry.json')) as object);
        await newcomer.member('identities', 'gateway', 'public');
        for (const each of machines) await each.receive(newcomer, 'public');
        for (const each of machines) await newcomer.receive(each, 'public');
        await newcomer.project.compose('up', '--detach');
        await besideOthers(merchants, async () => {
          const [joined, ...admitted] = await Promise.all([newcomer.member('join-running'), ...machines.map(admit)]);
          expect(joined).toContain('Fresh is a member');
          for (const said of admitted) expect(said).toContain('the orderer of Fresh takes part');
          await ready([newcomer]);
          await send(newcomer, 'admin', '/v1/programs', conditionsOf('fresh'));
          const { accountId } = await send(newcomer, 'operator', '/v1/accounts', { memberRef: 'm-1' });
          await send(newcomer, 'operator', '/v1/issuances', { programId: 'fresh', accountId, amount: '100' });
        });
        for (const each of machines) {
          await each.agreeOn(JSON.parse(await each.member('topology', '/data/fresh.json')) as object);
        }
        const said = await audited();
        expect(said).toContain('fresh: issued 100');
        expect(said).toContain('Nothing is wrong.');
      },
      STEP_TIMEOUT_MS,
    );

    test(
      'an orderer that stands still is started again by its health check, while all write',
      async () => {
        const { project } = machine('citypark');
        const container = { id: await machine('citypark').container('orderer'), service: 'orderer' };
        const [before] = await project.states([container]);
        await besideOthers(merchants, async () => {
          const stop =
            'for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" = orderer ] && kill -STOP ${p#/proc/}; done; true';
          await project.docker('exec', container.id, 'bash', '-c', stop);
          const since = performance.now();
          await eventually(
            () => project.states([container]),
            ([state]) => state?.status === 'running' && state.startedAt !== before?.startedAt,
            { timeoutMs: BACK_WITHIN_MS },
          );
          console.log(`started again after ${Math.round(performance.now() - since)} ms`);
          await eventually(
            async () => (await (await fetch(`${machine('harbor').url}/readyz`)).json()) as Orderers,
            ({ orderers }) => orderers.some(({ mspId, state }) => mspId === 'CityParkMSP' && state === 'well'),
            { timeoutMs: BACK_WITHIN_MS },
          );
        });
      },
      STEP_TIMEOUT_MS,
    );
  },
);

interface Orderers {
  readonly orderers: readonly { readonly mspId: string; readonly state: string }[];
}
