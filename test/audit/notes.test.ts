/** Notes as an auditor recomputes them: nothing is said of honest ones, and what is forged is found. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import { alice, citypark, greenmart, harbor, issue, redeem, transfer, bob, reverse } from '../contract/consortium.js';
import { buy, giveNote, offer, redeemNote, switchNotes, terms } from '../contract/notes-world.js';
import { Audited } from './audited.js';
import { program } from '../contract/consortium.js';
import { charterOtherwise } from '@commonpoint/catalogue';
import type { StubCaller } from '../support/ledger-stub.js';
import { writtenRow } from '../support/written-row.js';

let audited: Audited;
const post = (caller: StubCaller, ...operations: Operation[]) =>
  audited.submit(caller, catalogue.postPoints, { operations });
const AT_END = '2027-05-22T00:15:00.000Z';
let block = 0;
const said = (): string[] => {
  audited.replay.endBlock(++block);
  return audited.found();
};

beforeEach(async () => {
  audited = new Audited();
  for (const [caller, name] of [
    [harbor(), 'Harbor'],
    [citypark(), 'CityPark'],
    [greenmart(), 'GreenMart'],
  ] as const)
    await audited.submit(caller, catalogue.registerOrganization, { name });
  await audited.submit(harbor(), catalogue.createProgram, program);
  await audited.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: alice }, { accountId: bob }] });
  switchNotes(audited.ledger, true);
  const constitution = { ...charterOtherwise, version: 1, since: '2026-11-01T00:00:00.000Z', notes: true };
  audited.replay.apply('vote', [{ key: ['constitution'], value: constitution }]);
  audited.found();
  await audited.submit(harbor(), catalogue.offerNotes, terms);
  await post(harbor(), issue('i-1', alice, '500'));
});

describe('nothing is said of', () => {
  it('a note that is sold and redeemed, and of what it gives back', async () => {
    await post(harbor(), buy('n-1', alice, '400'));
    expect(said()).toEqual([]);
    audited.ledger.now = AT_END;
    await post(harbor(), redeemNote('x-1', 'n-1'), redeem('r-1', alice, '19'));
    expect(said()).toEqual([]);
    audited.ledger.now = '2027-05-23T08:00:00.000Z';
    await audited.submit(harbor(), catalogue.foldSupply, { programId: 'harbor', period: '2027-05-22' });
    await audited.submit(harbor(), catalogue.closeNoteOffer, offer);
    expect(said()).toEqual([]);
    const { supply, heldBalances } = audited.replay.finish();
    expect(supply.get('harbor')).toMatchObject({ issued: 500n, interest: 19n, redeemed: 19n, held: 0n });
    expect([...heldBalances.values()]).toEqual([]);
  });

  it('one redeemed before its end, at two rates, and of what pays off what was owed back', async () => {
    await audited.submit(harbor(), catalogue.changeNoteRate, { ...offer, from: '2026-12-03', ppm: 200_000 });
    await post(harbor(), buy('n-1', alice, '400'), transfer('t-1', alice, bob, '100'), reverse('v-1', 'i-1'));
    expect(said()).toEqual([]);
    audited.ledger.now = '2027-01-23T08:00:00.000Z';
    await post(harbor(), redeemNote('x-1', 'n-1', { early: true }));
    expect(said()).toEqual([]);
  });
});

it('nothing is said of a note in parts, given on and redeemed', async () => {
  await post(harbor(), buy('n-1', alice, '400'));
  await post(harbor(), giveNote('g-1', 'n-1', bob, { parts: { of: 4, given: 1 } }));
  await post(harbor(), giveNote('g-2', 'g-1', alice), giveNote('g-3', 'n-1', bob, { parts: { of: 3, given: 2 } }));
  expect(said()).toEqual([]);
  audited.ledger.now = AT_END;
  await post(harbor(), redeemNote('x-1', 'n-1'), redeemNote('x-2', 'g-1'), redeemNote('x-3', 'g-3'));
  expect(said()).toEqual([]);
  const { findings, heldBalances } = audited.replay.finish();
  expect([findings, [...heldBalances.values()].filter((held) => held !== 0n)]).toEqual([[], []]);
});

describe('is found', () => {
  beforeEach(async () => {
    await post(harbor(), buy('n-1', alice, '400'));
    expect(said()).toEqual([]);
  });
  const redeemed = async (at = AT_END): Promise<void> => {
    audited.ledger.now = at;
    await post(harbor(), redeemNote('x-1', 'n-1', at < AT_END ? { early: true } : {}));
  };
  /** The note's redemption with something else in its receipt. */
  const forgedRedemption = async (fields: object, at = AT_END): Promise<string[]> => {
    audited.ledger.now = at;
    const posted = await audited.ledger.simulate(harbor(), 'Points:Post', [
      JSON.stringify({ operations: [redeemNote('x-1', 'n-1', at < AT_END ? { early: true } : {})] }),
    ]);
    const writes = [...posted.writes].map(([key, value]) => {
      const row = writtenRow(key, value);
      return row.key[0] === 'op' ? { ...row, value: { ...(row.value as object), ...fields } } : row;
    });
    audited.replay.apply(posted.txId, writes, 'HarborMSP', Date.parse(at));
    return said();
  };

  it.each<[string, object, RegExp]>([
    ['more interest than it earned', { interest: '20' }, /for 20, it earned 19/],
    ['less of it', { interest: '18' }, /for 18, it earned 19/],
    ['other points than were given', { amount: '399' }, /redeemed the note HarborMSP n-1 of 399 points/],
    ['another note', { noteId: 'n-2' }, /which is not there/],
    ['one that is not its to redeem', { mspId: 'GreenMartMSP' }, /not its to redeem/],
  ])('%s', async (_what, fields, sentence) => {
    expect((await forgedRedemption(fields)).join('\n')).toMatch(sentence);
  });

  it('a redemption before it is due, by a time that its receipt has', async () => {
    const found = await forgedRedemption({ txTime: '2027-05-21T12:00:00.000Z' });
    expect(found.join('\n')).toMatch(/it earned 9/);
  });

  it('a note that is redeemed twice', async () => {
    await redeemed();
    expect(said()).toEqual([]);
    const receipt = audited.write('op', ['HarborMSP', 'x-1'], { id: 'x-2' });
    const again = { ...receipt, key: ['op', 'HarborMSP', 'x-2'] };
    const found = audited.forge('HarborMSP', again);
    expect([...found, ...said()].join('\n')).toMatch(/which had ended/);
  });

  it('a note that nobody sold, or that is another one than was sold', () => {
    audited.forge('GreenMartMSP', audited.write('note', ['HarborMSP', 'n-1'], { principal: '401' }));
    expect(said().join('\n')).toMatch(/the note HarborMSP n-1 is .*401.* by its row/);
    audited.forge(
      'GreenMartMSP',
      audited.write('note', ['HarborMSP', 'n-9'], { ...audited.row('note', 'HarborMSP', 'n-1'), noteId: 'n-9' }),
    );
    expect(said().join('\n')).toMatch(/n-9 is .* by its row, not there by receipts/);
  });

  it.each<[string, object, RegExp]>([
    [
      'a higher rate for days that are over',
      { rates: [{ from: '2026-11-23', ppm: 200_000 }] },
      /changed earlier rates/,
    ],
    ['other terms', { days: 90 }, /changed the terms/],
    [
      'a rate beyond the bounds',
      {
        rates: [
          { from: '2026-11-23', ppm: 100_000 },
          { from: '2027-01-01', ppm: 300_000 },
        ],
      },
      /beyond the bounds/,
    ],
    [
      'one that was announced too late',
      {
        rates: [
          { from: '2026-11-23', ppm: 100_000 },
          { from: '2026-11-24', ppm: 50_000 },
        ],
      },
      /too late/,
    ],
  ])('%s', (_what, fields, sentence) => {
    expect(audited.forge('HarborMSP', audited.write('note-offer', ['harbor', 'half-year'], fields)).join('\n')).toMatch(
      sentence,
    );
  });

  it('lanes that did not draw what was promised', () => {
    audited.forge('HarborMSP', audited.write('note-quota', ['harbor', 'half-year', '00'], { used: '38' }));
    expect(said().join('\n')).toMatch(/lanes used 38, its notes can come to 39/);
  });

  it('an offer, and a sale, while notes are off', async () => {
    const constitution = { ...charterOtherwise, version: 2, since: '2026-11-23T08:00:00.000Z' };
    audited.replay.apply('vote-2', [{ key: ['constitution'], value: constitution }]);
    audited.found();
    await post(harbor(), buy('n-2', alice, '50'));
    expect(said().join('\n')).toMatch(/n-2 sold a note while notes are off/);
  });
});
