/** What two merchants agree on in private. */
import { catalogue, type RequestOf } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { AFTER_NOVEMBER, auditor, citypark, greenmart, harbor, startConsortium } from './consortium.js';
import {
  COLLECTION,
  dealOn,
  input,
  parties,
  refused,
  resultOf,
  salt,
  terms,
  toCityPark,
  toHarbor,
} from './terms-world.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});
const { propose, accept, withdraw } = dealOn(() => ledger);

const listed = async () => (await ledger.submit(auditor, catalogue.listTerms, {})).terms;

describe('terms', () => {
  test('are proposed by one and accepted by the other; both hold them, and everybody sees a hash', async () => {
    const proposed = await propose();
    expect(proposed).toMatchObject({ parties, version: 1, status: 'proposed', proposedBy: 'HarborMSP' });
    const accepted = await accept();
    expect(accepted).toMatchObject({ status: 'accepted', hash: proposed.hash });
    for (const [caller, request] of [
      [harbor('operator'), toCityPark],
      [citypark('operator'), toHarbor],
    ] as const) {
      const read = await ledger.submit(caller, catalogue.getTerms, request);
      expect(read).toEqual({ record: accepted, terms: { ...terms, parties, version: 1, salt } });
    }
    expect(await listed()).toEqual([accepted]);
    expect(Object.keys(accepted).sort()).toEqual(
      ['acceptedAt', 'hash', 'parties', 'proposedAt', 'proposedBy', 'status', 'version'].sort(),
    );
  });

  test('both peers come to the same result', async () => {
    const args = [JSON.stringify(toCityPark)];
    const on = (peerOf: string) =>
      ledger.simulate(harbor(), 'Terms:Propose', args, { privateInput: JSON.stringify(input()), peerOf });
    const [here, there] = [await on('HarborMSP'), await on('CityParkMSP')];
    expect(resultOf(there)).toEqual(resultOf(here));
    expect(resultOf(here).privateRows).toContain('713713');
  });

  test('are in no public row and in no reply', async () => {
    await propose();
    await accept();
    const simulation = await ledger.simulate(
      harbor(),
      'Terms:Propose',
      [JSON.stringify({ ...toCityPark, version: 2 })],
      {
        privateInput: JSON.stringify(input()),
      },
    );
    const told = [...ledger.rows.values(), ...[...simulation.writes.values()].map((value) => ({ value }))];
    const everything = [simulation.payload, ...told.map(({ value }) => value?.toString() ?? '')].join('\n');
    for (const secret of ['713713', '919191', salt, 'validFrom']) expect(everything).not.toContain(secret);
    expect(ledger.privateRows.values(COLLECTION).join()).toContain('713713');
  });

  test('may be repeated, proposed and accepted, without effect', async () => {
    const proposed = await propose();
    ledger.now = '2026-11-23T09:00:00.000Z';
    expect(await propose()).toEqual(proposed);
    const accepted = await accept();
    ledger.now = '2026-11-23T10:00:00.000Z';
    expect(await accept()).toEqual(accepted);
    expect(await propose()).toEqual(accepted);
    const again = await ledger.simulate(citypark(), 'Terms:Accept', [JSON.stringify(toHarbor)], {
      privateInput: JSON.stringify(input()),
    });
    expect([again.status, again.writes.size, again.privateAccess.writes.size]).toEqual([200, 0, 0]);
  });

  test('of a newer version take the place of the older ones', async () => {
    await propose();
    await accept();
    await propose({ counterparty: 'HarborMSP', version: 2 }, input({ prices: [] }), citypark());
    await accept({ counterparty: 'CityParkMSP', version: 2 }, input({ prices: [] }), harbor());
    expect((await listed()).map(({ status }) => status)).toEqual(['superseded', 'accepted']);
  });

  test('are withdrawn by whoever proposed, rejected by the other, and the next version follows', async () => {
    await propose();
    expect(await withdraw()).toMatchObject({ status: 'withdrawn', withdrawnBy: 'CityParkMSP' });
    await expect(accept()).rejects.toMatchObject(refused('TERMS_NOT_OPEN'));
    await propose({ ...toCityPark, version: 2 });
    expect(await withdraw({ ...toCityPark, version: 2 }, harbor())).toMatchObject({ withdrawnBy: 'HarborMSP' });
    await propose({ ...toHarbor, version: 3 }, input(), citypark());
    expect(await accept({ ...toCityPark, version: 3 }, input(), harbor())).toMatchObject({ status: 'accepted' });
    await expect(withdraw({ ...toHarbor, version: 3 })).rejects.toMatchObject(refused('TERMS_NOT_OPEN'));
  });

  test('are listed by pair, a page at a time', async () => {
    await propose();
    const free = input({ fees: [] });
    await propose({ counterparty: 'GreenMartMSP', version: 1 }, free);
    await propose({ counterparty: 'GreenMartMSP', version: 1 }, free, citypark());
    const page = (request: RequestOf<typeof catalogue.listTerms>, by: StubCaller) =>
      ledger.submit(by, catalogue.listTerms, request);
    const first = await page({ pageSize: 2 }, auditor);
    const second = await page({ pageSize: 2, bookmark: first.bookmark }, auditor);
    expect([...first.terms, ...second.terms].map((each) => each.parties.join())).toEqual([
      'CityParkMSP,GreenMartMSP',
      'CityParkMSP,HarborMSP',
      'GreenMartMSP,HarborMSP',
    ]);
    expect((await page({ counterparty: 'HarborMSP' }, citypark('cashier'))).terms).toHaveLength(1);
    expect((await page({ counterparty: 'HarborMSP' }, auditor)).terms).toHaveLength(0);
  });
});

describe('two at once', () => {
  const simulate = (by: StubCaller, name: string, request: object, sent?: object) =>
    ledger.simulate(by, name, [JSON.stringify(request)], sent && { privateInput: JSON.stringify(sent) });

  test('both propose the first version: one holds', async () => {
    const ours = await simulate(harbor(), 'Terms:Propose', toCityPark, input());
    const theirs = await simulate(citypark(), 'Terms:Propose', toHarbor, input({ prices: [] }));
    expect([ledger.commit(ours), ledger.commit(theirs)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    await expect(propose(toHarbor, input({ prices: [] }), citypark())).rejects.toMatchObject(refused('TERMS_EXISTS'));
    await expect(propose({ ...toHarbor, version: 2 }, input(), citypark())).rejects.toMatchObject(
      refused('TERMS_OPEN'),
    );
  });

  test('accepted while it is withdrawn: one holds, whichever comes first', async () => {
    await propose();
    const accepting = await simulate(citypark(), 'Terms:Accept', toHarbor, input());
    const withdrawing = await simulate(harbor(), 'Terms:Withdraw', toCityPark);
    expect([ledger.commit(withdrawing), ledger.commit(accepting)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    await expect(accept()).rejects.toMatchObject(refused('TERMS_NOT_OPEN'));
  });

  test('a cycle is closed while the first terms are accepted: it counts them or is closed without them', async () => {
    await propose();
    ledger.now = AFTER_NOVEMBER;
    const accepting = await simulate(citypark(), 'Terms:Accept', toHarbor, input());
    const closing = await simulate(greenmart(), 'Clearing:Close', { cycle: '2026-11' });
    expect(ledger.commit(accepting)).toBe('VALID');
    expect(ledger.commit(closing)).not.toBe('VALID');
  });
});

describe('refused:', () => {
  const other = { prices: [{ programId: 'harbor', price: '713714' }] };
  test.each<[string, () => Promise<unknown>, string]>([
    [
      'one’s own proposal accepted',
      async () => (await propose(), accept(toCityPark, input(), harbor())),
      'NOT_TERMS_PARTY',
    ],
    ['accepted with another price', async () => (await propose(), accept(toHarbor, input(other))), 'TERMS_DIFFER'],
    [
      'accepted with another salt',
      async () => (await propose(), accept(toHarbor, input({}, '0'.repeat(32)))),
      'TERMS_DIFFER',
    ],
    [
      'accepted by a third merchant',
      async () => (await propose(), accept(toHarbor, input(), greenmart())),
      'TERMS_PARTY_UNKNOWN',
    ],
    [
      'accepted by a third merchant who leaves out the payer',
      async () => (await propose(), accept(toHarbor, input({ fees: [] }), greenmart())),
      'TERMS_UNKNOWN',
    ],
    [
      'read by a third merchant',
      async () => (await propose(), ledger.submit(greenmart(), catalogue.getTerms, toHarbor)),
      'TERMS_UNKNOWN',
    ],
    [
      'read by the auditor',
      async () => (await propose(), ledger.submit(auditor, catalogue.getTerms, toHarbor)),
      'ROLE_NOT_ALLOWED',
    ],
    [
      'read by an auditor that calls itself operator',
      async () => (
        await propose(),
        ledger.submit({ mspId: 'AuditorMSP', role: 'operator' }, catalogue.getTerms, toHarbor)
      ),
      'ORGANIZATION_UNKNOWN',
    ],
    ['withdrawn by a third merchant', async () => (await propose(), withdraw(toHarbor, greenmart())), 'TERMS_UNKNOWN'],
    ['an unknown version accepted', () => accept(), 'TERMS_UNKNOWN'],
    ['an unknown version withdrawn', () => withdraw(), 'TERMS_UNKNOWN'],
    [
      'other content for the same version',
      async () => (await propose(), propose(toCityPark, input(other))),
      'TERMS_EXISTS',
    ],
    ['the second version first', () => propose({ ...toCityPark, version: 2 }), 'TERMS_VERSION_WRONG'],
    [
      'a further one while one is open',
      async () => (await propose(), propose({ ...toCityPark, version: 2 })),
      'TERMS_OPEN',
    ],
    ['with oneself', () => propose({ counterparty: 'HarborMSP', version: 1 }), 'COUNTERPARTY_UNKNOWN'],
    ['with the auditor', () => propose({ counterparty: 'AuditorMSP', version: 1 }), 'COUNTERPARTY_UNKNOWN'],
    ['with nobody', () => propose({ counterparty: 'NobodyMSP', version: 1 }), 'COUNTERPARTY_UNKNOWN'],
    [
      'a fee that a third merchant pays',
      () => propose(toCityPark, input({ fees: [{ payer: 'GreenMartMSP', basisPoints: 1, perCycle: '0' }] })),
      'TERMS_PARTY_UNKNOWN',
    ],
    ['by an operator', () => propose(toCityPark, input(), harbor('operator')), 'ROLE_NOT_ALLOWED'],
    [
      'by the auditor',
      () => propose(toCityPark, input(), { mspId: 'AuditorMSP', role: 'admin' }),
      'ORGANIZATION_UNKNOWN',
    ],
    [
      'as an ordinary argument',
      () => propose({ ...toCityPark, terms } as typeof toCityPark),
      'PRIVATE_INPUT_MISPLACED',
    ],
    [
      'the salt as an ordinary argument',
      () => propose({ ...toCityPark, salt } as typeof toCityPark),
      'PRIVATE_INPUT_MISPLACED',
    ],
    [
      'without private input',
      () => ledger.submit(harbor(), catalogue.proposeTerms, toCityPark),
      'PRIVATE_INPUT_INVALID',
    ],
    ['with a short salt', () => propose(toCityPark, input({}, 'abcd')), 'PRIVATE_INPUT_INVALID'],
    [
      'with a price that is no text',
      () => propose(toCityPark, input({ prices: [{ programId: 'harbor', price: 7 }] })),
      'PRIVATE_INPUT_INVALID',
    ],
    ['with an unknown field', () => propose(toCityPark, input({ note: 'x' })), 'PRIVATE_INPUT_INVALID'],
    ['version zero', () => propose({ ...toCityPark, version: 0 }), 'REQUEST_INVALID'],
  ])('%s', async (_name, work, code) => {
    await expect(work()).rejects.toMatchObject(refused(code));
  });

  test('a proposal on the peer of a third merchant', async () => {
    const simulation = await ledger.simulate(harbor(), 'Terms:Get', [JSON.stringify(toCityPark)], {
      peerOf: 'GreenMartMSP',
    });
    expect(simulation.status).not.toBe(200);
    await propose();
    const after = await ledger.simulate(harbor(), 'Terms:Get', [JSON.stringify(toCityPark)], {
      peerOf: 'GreenMartMSP',
    });
    expect(after.message).toContain('private data matching public hash version is not available');
  });
});
