/**
 * What a request costs is bounded before it is looked into: by its bytes, by how many things it lists, and by the sums
 * over all its operations. Whoever may propose at all could otherwise keep another merchant's chaincode busy.
 */
import { peer } from '@hyperledger/fabric-protos';
import { catalogue, PRIVATE_INPUT, REQUEST_BYTES_MAX } from '@commonpoint/catalogue';
import type { LedgerStub, Simulation } from '../support/ledger-stub.js';
import { alice, bob, greenmart, harbor, issue, post, redeem, startConsortium } from './consortium.js';

/** Of the processor's time, since these tests run beside others; generous, an idle core needs a fifth of it. */
const BOUNDED_MS = 4_000;
/** What one proposal may have by a peer's usual limit, and the attack had. */
const PROPOSAL_BYTES = 16.8 * 1024 * 1024;

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

/** Lots that do not exist, numbered, strictly ascending. */
const lots = (count: number, first = 0) =>
  Array.from({ length: count }, (_, n) => `2027-11-23.${String(first + n).padStart(64, '0')}.00000`);

async function timed(caller: typeof harbor, name: string, json: string | Uint8Array, privateInput?: string) {
  const began = process.cpuUsage();
  const simulation = await ledger.simulate(caller(), name, [json], { privateInput });
  const { user, system } = process.cpuUsage(began);
  return { simulation, tookMs: (user + system) / 1000 };
}

/** Rows asked for, by any of the messages that ask for some. */
function asked({ reads, ranges }: Simulation): number {
  return reads.size + ranges.length;
}

function refusalOf({ status, message }: Simulation): unknown {
  return status === 200 ? 'not refused' : JSON.parse(message);
}

describe('lots that a batch names', () => {
  const operations = [redeem('r-1', alice, '1')];
  const sourcesOf = (accounts: number, each: number) =>
    Array.from({ length: accounts }, (_, n) => ({
      accountId: n % 2 === 0 ? alice : bob,
      programId: 'harbor',
      lots: lots(each, n * each),
    }));

  test('a proposal as large as peers take is refused at once, and no row is asked for', async () => {
    const json = JSON.stringify({ operations, sources: sourcesOf(40, 5_000) });
    expect(json.length).toBeGreaterThan(PROPOSAL_BYTES * 0.95);
    const { simulation, tookMs } = await timed(greenmart, 'Points:Post', json);
    expect(refusalOf(simulation)).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(asked(simulation)).toBe(0);
    expect(tookMs).toBeLessThan(BOUNDED_MS);
  });

  test('are 5,000 in all, over all accounts and operations', async () => {
    const inputs = lots(500, 9_000);
    const named = [redeem('r-1', alice, '1', { inputs }), redeem('r-2', bob, '1')];
    for (const [sources, pointer] of [
      [sourcesOf(2, 2_501), '/sources/1/lots'],
      [sourcesOf(1, 4_501), '/sources/0/lots'],
    ] as const) {
      const { simulation } = await timed(harbor, 'Points:Post', JSON.stringify({ operations: named, sources }));
      expect(refusalOf(simulation)).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer }] });
      expect(asked(simulation)).toBe(0);
    }
    const many = Array.from({ length: 11 }, (_, n) => redeem(`r-${n}`, alice, '1', { inputs }));
    const { simulation } = await timed(harbor, 'Points:Post', JSON.stringify({ operations: many }));
    expect(refusalOf(simulation)).toMatchObject({
      code: 'REQUEST_INVALID',
      errors: [{ pointer: '/operations/10/inputs' }],
    });
  });

  test('the largest batch within all bounds is done in bounded time', async () => {
    const campaign = '\u{1f3aa}'.repeat(50);
    const largest = Array.from({ length: 500 }, (_, n) => issue(`i-${n}`, alice, '1', { campaign }));
    const json = JSON.stringify({ operations: largest, sources: sourcesOf(2, 2_500) });
    const { simulation, tookMs } = await timed(harbor, 'Points:Post', json);
    expect(simulation.status).toBe(200);
    expect(JSON.parse(simulation.payload).outcomes).toHaveLength(500);
    expect(tookMs).toBeLessThan(BOUNDED_MS);
  });
});

describe('lots that a batch names none of', () => {
  /** Behind the chaincode's back: 6,000 issuances would take long. */
  const manyLots = (accountId: string, count: number) => {
    for (const lotId of lots(count)) {
      ledger.plant('lot', [accountId, 'harbor', ...lotId.split('.')], {
        amount: '1',
        originMspId: 'HarborMSP',
        originId: 'i-1',
      });
    }
  };

  test('are looked for up to as many; of an account with more they have to be named', async () => {
    manyLots(alice, 5_001);
    const debit = redeem('r-1', alice, '3');
    const { simulation } = await timed(harbor, 'Points:Post', JSON.stringify({ operations: [debit] }));
    expect(refusalOf(simulation)).toMatchObject({ code: 'SOURCES_NEEDED' });
    const sources = [{ accountId: alice, programId: 'harbor', lots: lots(3) }];
    const { outcomes } = await ledger.submit(harbor(), catalogue.postPoints, { operations: [debit], sources });
    expect(outcomes).toMatchObject([{ state: 'POSTED' }]);
  });

  test('are counted over all accounts of the batch, whoever’s they are', async () => {
    manyLots(alice, 2_600);
    manyLots(bob, 2_600);
    const operations = [redeem('r-1', alice, '1'), redeem('r-2', bob, '1')];
    const { simulation, tookMs } = await timed(greenmart, 'Points:Post', JSON.stringify({ operations }));
    expect(refusalOf(simulation)).toMatchObject({ code: 'SOURCES_NEEDED' });
    expect(tookMs).toBeLessThan(BOUNDED_MS);
    expect(await post(ledger, harbor(), redeem('r-3', alice, '1'))).toMatchObject([{ state: 'POSTED' }]);
  });
});

describe('every transaction', () => {
  /** Shapes that are dear to look into: text, depth, many elements, many fields. */
  const dear: readonly [string, (bytes: number) => string][] = [
    ['text', (bytes) => `{"id":"${'x'.repeat(bytes - 9)}"}`],
    ['depth', (bytes) => '['.repeat(bytes)],
    ['closed depth', (bytes) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2)],
    ['a field', (bytes) => `{"${'x'.repeat(bytes - 7)}":0}`],
    ['elements', (bytes) => `{"operations":[${'{},'.repeat(bytes / 3 - 8)}{}]}`],
    ['fields', (bytes) => `{${Array.from({ length: bytes / 12 }, (_, n) => `"f${n}":0`).join(',')}}`],
  ];

  test('refuses an argument that is too large before it reads it', async () => {
    const json = Buffer.from(' '.repeat(REQUEST_BYTES_MAX - 1) + '{}');
    for (const { name } of Object.values(catalogue)) {
      const { simulation } = await timed(harbor, name, json);
      expect([name, refusalOf(simulation)]).toMatchObject([
        name,
        { code: 'REQUEST_INVALID', detail: expect.stringContaining('bytes') },
      ]);
    }
  });

  test.each(dear)('with and without private input, answers the largest in bounded time: %s', async (_, make) => {
    for (const [{ name }, bytes] of [
      [catalogue.postPoints, REQUEST_BYTES_MAX - 100],
      [catalogue.recordFigures, REQUEST_BYTES_MAX - 100],
      // Nothing of this is read, whatever it has within.
      [catalogue.postPoints, PROPOSAL_BYTES],
    ] as const) {
      const { simulation, tookMs } = await timed(harbor, name, make(bytes));
      expect(refusalOf(simulation)).toMatchObject({ code: 'REQUEST_INVALID' });
      expect(simulation.message.length).toBeLessThan(8_000);
      expect(asked(simulation)).toBe(0);
      expect(tookMs).toBeLessThan(BOUNDED_MS);
    }
  });

  test('with private input refuses that too, and says nothing of it', async () => {
    const json = `{"${PRIVATE_INPUT}":"${'s3cret'.repeat(500_000)}"}`;
    const { simulation, tookMs } = await timed(
      harbor,
      catalogue.recordFigures.name,
      JSON.stringify({ id: 'f-1', owner: 'HarborMSP', period: '2026-10' }),
      json,
    );
    expect(refusalOf(simulation)).toMatchObject({ code: 'PRIVATE_INPUT_INVALID' });
    expect(simulation.message).not.toContain('s3cret');
    expect(tookMs).toBeLessThan(BOUNDED_MS);
  });
});

test('messages of reading are few: one for a thousand rows', async () => {
  const sources = [{ accountId: alice, programId: 'harbor', lots: lots(5_000) }];
  const json = JSON.stringify({ operations: [issue('i-1', alice, '1')], sources });
  const { simulation } = await timed(harbor, 'Points:Post', json);
  expect(simulation.messages.get(peer.ChaincodeMessage.Type.GET_STATE_MULTIPLE)).toBeLessThan(8);
});
