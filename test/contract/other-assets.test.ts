/** Programmes of vouchers: what points do, they do, once members have switched them on. */
import { catalogue, charterOtherwise } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { AuditAlong } from '../audit/audit-along.js';
import {
  accept,
  alice,
  bob,
  citypark,
  exchange,
  greenmart,
  harbor,
  issue,
  post,
  postOne,
  program,
  redeem,
  startConsortium,
  transfer,
} from './consortium.js';

const coffee = {
  ...program,
  programId: 'greenmart-coffee',
  kind: 'voucher' as const,
  name: 'A coffee',
  unit: 'coffee',
  cap: '10',
  rules: { transferable: false },
  lanes: 1,
};
const toCoffee = { targetProgramId: 'greenmart-coffee', rateVersion: 1 };
let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  ledger = await startConsortium();
  ledger.plant('constitution', [], { version: 1, ...charterOtherwise, otherAssets: true, since: ledger.now });
  audit = new AuditAlong(ledger);
  await ledger.submit(greenmart(), catalogue.createProgram, coffee);
  const rate = { sourceProgramId: 'harbor', targetProgramId: 'greenmart-coffee', version: 1 };
  const terms = { numerator: '1', denominator: '40', quota: '10', lanes: 1 };
  const period = { validFrom: '2026-11-23T00:00:00.000Z', validUntil: '2026-12-23T00:00:00.000Z' };
  await ledger.submit(greenmart(), catalogue.proposeRate, { ...rate, ...terms, ...period });
  await ledger.submit(harbor(), catalogue.acceptRate, rate);
  await post(ledger, harbor(), issue('i-1', alice, '500'));
});
afterEach(() => expect(audit.found()).toEqual([]));

test('a voucher is bought with points, whole ones alone, and used at the till of its issuer', async () => {
  expect((await postOne(ledger, harbor(), exchange('x-1', alice, '100', toCoffee))).receipt).toMatchObject({
    taken: '80',
    received: '2',
  });
  const used = redeem('r-1', alice, '1', { programId: 'greenmart-coffee', acceptor: 'GreenMartMSP' });
  expect(await postOne(ledger, harbor(), used)).toMatchObject({ state: 'POSTED' });
  expect(await ledger.submit(harbor(), catalogue.getSupply, { programId: 'greenmart-coffee' })).toMatchObject({
    issued: '2',
    outstanding: '1',
    redeemed: '1',
  });
});

test('its cap holds, and it is given away only where its rules say so', async () => {
  expect(await postOne(ledger, harbor(), exchange('x-1', alice, '440', toCoffee))).toMatchObject({
    code: 'QUOTA_EXHAUSTED',
  });
  await postOne(ledger, harbor(), exchange('x-2', alice, '40', toCoffee));
  const given = transfer('t-1', alice, bob, '1', { programId: 'greenmart-coffee' });
  expect(await postOne(ledger, harbor(), given)).toMatchObject({ code: 'TRANSFER_NOT_ALLOWED' });
});

test('another merchant takes it where it accepts it', async () => {
  await postOne(ledger, harbor(), exchange('x-1', alice, '80', toCoffee));
  const used = (id: string) => redeem(id, alice, '1', { programId: 'greenmart-coffee', acceptor: 'CityParkMSP' });
  expect(await postOne(ledger, harbor(), used('r-1'))).toMatchObject({ code: 'PROGRAM_NOT_ACCEPTED' });
  await accept(ledger, citypark(), 'greenmart-coffee');
  expect((await postOne(ledger, harbor(), used('r-2'))).receipt).toMatchObject({
    acceptor: 'CityParkMSP',
    cycle: '2026-11',
  });
});

test('what one of a programme is stays so', async () => {
  const created = ledger.submit(greenmart(), catalogue.createProgram, { ...coffee, kind: 'stamp' });
  await expect(created).rejects.toMatchObject({ body: { code: 'PROGRAM_EXISTS' } });
  expect(await ledger.submit(greenmart(), catalogue.createProgram, coffee)).toMatchObject({ kind: 'voucher' });
});

test('the audit tells of one that was made while members had it off, and of points that become one', async () => {
  const off = await startConsortium();
  const along = new AuditAlong(off);
  const { key, value } = along.changed('program', ['harbor'], { programId: 'harbor-tea', kind: 'voucher' });
  expect(along.forge('HarborMSP', { key: [key[0]!, 'harbor-tea'], value })).toContainEqual(
    expect.stringContaining('created harbor-tea of a voucher, which members have not switched on'),
  );
  expect(along.forge('HarborMSP', along.changed('program', ['harbor'], { kind: 'ticket' }))).toContainEqual(
    expect.stringContaining('made ticket of what harbor is'),
  );
});
