/** What docs/deployment.md says of organisations on machines of their own, gone through step by step with its commands. */
import { randomBytes, randomUUID } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { describeUnless } from '../support/network-kind.js';
import { cannotOwn, createMachines, found, type OwnMachine, ready, removeNetwork } from '../support/own-machines.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

const none = 'there are no containers';
const unowned = cannotOwn();

describeUnless(
  { embedded: none, native: none, ...(unowned !== undefined && { docker: unowned }) },
  'organisations on machines of their own',
  () => {
    const network = `commonpoint-test-${randomBytes(4).toString('hex')}`;
    let machines: readonly OwnMachine[] = [];
    const machine = (slug: string) => machines.find(({ organization }) => organization.slug === slug)!;

    const send = async (slug: string, key: string, path: string, body: object): Promise<Response> =>
      fetch(`${machine(slug).url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(body),
      });
    beforeAll(async () => {
      machines = await createMachines(network, await makeDataDir());
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await Promise.all(machines.map((one) => one.remove()));
      await removeNetwork(network);
    }, START_TIMEOUT_MS);

    test('a step taken too early says what comes first', async () => {
      await expect(machine('harbor').member('join')).rejects.toThrow('run `member identities` first');
    });

    test(
      'from keys to a consortium that is founded',
      async () => {
        await found(machines);
        await expect(machine('auditor').member('register')).rejects.toThrow('is an auditor');
      },
      START_TIMEOUT_MS,
    );

    test('a till’s key is made, used and revoked', async () => {
      const { admin = '' } = await machine('harbor').keys();
      const program = { programId: 'harbor', name: 'Harbor Points', cap: '1000', clearingValue: '1000000' };
      expect((await send('harbor', admin, '/v1/programs', program)).status).toBe(201);
      const said = await machine('harbor').member('keys', 'create', '--role', 'cashier', '--name', 'till-4');
      const key = /cp_harbor_cashier_\S+/.exec(said)?.[0] ?? '';
      const enrol = { memberRef: 'm-1', enrol: true };
      const answer = await eventually(
        () => send('harbor', key, '/v1/accounts', enrol),
        ({ status }) => status !== 401,
      );
      const { accountId } = (await answer.json()) as { accountId: string };
      const issuance = { programId: 'harbor', accountId, amount: '100' };
      expect((await send('harbor', key, '/v1/issuances', issuance)).status).toBe(201);
      await machine('harbor').member('keys', 'revoke', '--id', 'till-4');
      const refused = await eventually(
        () => send('harbor', key, '/v1/accounts/lookup', { memberRef: 'm-1' }),
        ({ status }) => status === 401,
      );
      expect(await refused.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(await machine('harbor').member('keys', 'list')).toMatch(/till-4 +cashier .* \S+Z/);
    });

    test(
      'a peer that lost all it had is made whole by one step, whatever it was',
      async () => {
        for (const slug of ['harbor', 'auditor']) {
          await machine(slug).losePeer();
          await machine(slug).member('join', 'approve');
          await machine(slug).member('approve');
        }
        await ready(machines);
        const { operator = '' } = await machine('harbor').keys();
        const looked = await send('harbor', operator, '/v1/accounts/lookup', { memberRef: 'm-1' });
        const { accountId } = (await looked.json()) as { accountId: string };
        const issued = await send('harbor', operator, '/v1/issuances', {
          programId: 'harbor',
          accountId,
          amount: '11',
        });
        expect(issued.status).toBe(201);
      },
      START_TIMEOUT_MS,
    );

    test(
      'the auditor recomputes everything from its own machine, by the first block that was agreed on',
      async () => {
        const said = await machine('auditor').member('audit');
        expect(said).toContain('First block');
        expect(said).toContain('as it was agreed on');
        expect(said).toContain('harbor: issued 111 = outstanding 111');
        expect(said).toContain('Nothing is wrong.');
        await machine('auditor').member('audit', '--state', '/data/audit.db');
        expect(await machine('auditor').member('audit', '--state', '/data/audit.db', '--json')).toContain('"from": ');
        await expect(machine('auditor').member('audit', '--nonsense')).rejects.toThrow();
        // Another first block than the channel's.
        const channel = join(machine('auditor').folder, 'data', 'channel', 'points.block');
        await cp(channel, `${channel}.right`);
        await cp(__filename, channel);
        await expect(machine('auditor').member('audit')).rejects.toThrow();
      },
      START_TIMEOUT_MS,
    );
  },
);
