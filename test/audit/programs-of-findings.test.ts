/** A finding names the programme that it is about, and no other one, which somebody suspends for it. */
import { LotBalances } from '../../audit/src/lot-balances.js';
import { Replay } from '../../audit/src/replay.js';
import { randomBy } from '../support/malformed-bytes.js';
import {
  accountOf,
  audited,
  call,
  chainOf,
  EXPIRY,
  first,
  programOf,
  row,
  type Sent,
  txIdOf,
} from './spoiled-chains.js';

const lotOf = (txId: string, programId: string, number: string) =>
  row(['lot', accountOf(1), programId, EXPIRY, txId, number], { amount: '5' });

describe.each(['together', 'row by row'])('lots that no receipt explains, looked at %s', (how) => {
  beforeEach(() => {
    if (how === 'row by row') jest.spyOn(LotBalances.prototype, 'known').mockReturnValue(undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['of one programme, behind another one that was made', ['harbor']],
    ['of two programmes', ['harbor', 'zoo']],
  ])('%s', (_what, programs) => {
    const txId = txIdOf(9);
    const made = call('Points:Post', { operations: [] });
    const others = ['citypark', 'zoo'].map((id, n): Sent => ({
      txId: txIdOf(n + 1),
      made: call('Programs:Create'),
      rows: [programOf({}, id)],
    }));
    const lots = programs.map((programId, n) => lotOf(txId, programId, `0000${n}`));
    const together = jest.spyOn(LotBalances.prototype, 'applyPlain');
    // All in one block, from the third on.
    const chain = [first(), ...others, ...others.map((each) => ({ ...each, rows: [] })), { txId, made, rows: lots }];
    const { found } = audited(chainOf(chain, randomBy(3)), { trustsPeer: true });
    expect(together).toHaveBeenCalledTimes(how === 'together' ? 1 : 0);
    const moved = found.flat().filter(({ text }) => /moved 5 points/.test(text));
    expect(moved.map((each) => each.programs)).toEqual(programs.map((programId) => [programId]));
  });
});

it('what members decided is of no programme that came before', () => {
  const replay = new Replay();
  const { key, text } = programOf();
  replay.apply(txIdOf(1), [{ key, value: JSON.parse(text!) as unknown }], 'HarborMSP');
  replay.takeTold();
  replay.apply(txIdOf(2), [{ key: ['vote', 'HarborMSP:none', 'HarborMSP'] }], 'HarborMSP');
  const [deleted] = replay.takeTold();
  expect(deleted).toEqual({ text: `transaction ${txIdOf(2)} deleted the vote HarborMSP:none HarborMSP` });
});
