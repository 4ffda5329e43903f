/** Every code of the catalogue is reached by a case here; a code without a case fails the last test. */
import { catalogue, errorCodes, SOURCE_LOTS_MAX, type ErrorCode, type Operation } from '@commonpoint/catalogue';
import { LedgerStub, Refused, type StubCaller } from '../support/ledger-stub.js';
import {
  agreeOnRate,
  alice,
  auditor,
  bob,
  capture,
  carol,
  citypark,
  closeNovember,
  END,
  exchange,
  expire,
  extend,
  greenmart,
  harbor,
  hold,
  issue,
  pair,
  post,
  program,
  rate,
  redeem,
  reference,
  reverse,
  startConsortium,
  transfer,
  voidHold,
} from './consortium.js';
import { bridgeErrors } from './bridge-world.js';
import { evidenceErrors } from './evidence-errors.js';
import { collateralErrors } from './collateral-errors.js';
import { creditErrors } from './credit-errors.js';
import { governanceErrors } from './governance-errors.js';
import { noteErrors } from './note-errors.js';
import { orderErrors } from './order-errors.js';
import { migrationErrors } from './migration-world.js';
import { memberErrors } from './member-errors.js';
import { termsErrors } from './terms-errors.js';

const member = { mspId: 'HarborMSP', name: 'Harbor', kind: 'merchant' };
const stranger: StubCaller = { mspId: 'NewcomerMSP', role: 'admin' };
const nobody = 'HarborMSP:nobody-001';
const spentLot = `2027-11-23.${'0'.repeat(64)}.00000`;

/** The example of RFC 7515, appendix A.3, and that of RFC 8037, appendix A.2. */
const aKey = {
  kty: 'EC' as const,
  crv: 'P-256' as const,
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};
const anotherKey = {
  kty: 'OKP' as const,
  crv: 'Ed25519' as const,
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

const figuresMonth = { owner: 'HarborMSP', period: '2026-10' };
const figuresRequest = { id: 'f-1', ...figuresMonth };
const figure = { name: 'margin', value: '7', salt: '0'.repeat(32) };

/** What a transaction is refused with, or the code of the batch's last outcome. */
async function codeOf(work: Promise<unknown>): Promise<ErrorCode | undefined> {
  try {
    const reply = await work;
    return Array.isArray(reply) ? reply.at(-1)?.code : undefined;
  } catch (error) {
    if (error instanceof Refused) return error.body.code;
    throw error;
  }
}

const posting =
  (caller: StubCaller, ...operations: Operation[]) =>
  (ledger: LedgerStub) =>
    post(ledger, caller, ...operations);
const freeze = (ledger: LedgerStub, accountId: string, status: 'frozen' | 'closed') =>
  ledger.submit(harbor(), catalogue.setAccountStatus, { accountId, status });
const suspend = (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' });

type Case = [code: ErrorCode, situation: string, work: (ledger: LedgerStub) => Promise<unknown>];

const cases: Case[] = [
  [
    'REQUEST_INVALID',
    'an unknown field',
    (l) => l.submit(harbor(), catalogue.getProgram, { programId: 'harbor', x: 1 } as never),
  ],
  [
    'REQUEST_INVALID',
    'an id with U+0000',
    (l) => l.submit(harbor(), catalogue.getProgram, { programId: 'har\u0000bor' }),
  ],
  ['REQUEST_INVALID', 'an open chain', posting(harbor(), issue('i-1', alice, '1', { linked: true }))],
  [
    'ROLE_NOT_ALLOWED',
    'a cashier creates a programme',
    (l) => l.submit(harbor('cashier'), catalogue.createProgram, program),
  ],
  ['ROLE_NOT_ALLOWED', 'an auditor posts', posting(auditor, issue('i-1', alice, '1'))],
  [
    'ROLE_NOT_ALLOWED',
    'a role that the ledger does not know',
    (l) => l.submit(harbor('stranger'), catalogue.getProgram, { programId: 'harbor' }),
  ],
  [
    'ROLE_NOT_ALLOWED',
    'no role',
    (l) => l.submit({ mspId: 'HarborMSP' }, catalogue.getProgram, { programId: 'harbor' }),
  ],
  ['ROLE_NOT_ALLOWED', 'a cashier transfers', posting(harbor('cashier'), transfer('t-1', alice, bob, '1'))],
  ['ROLE_NOT_ALLOWED', 'a cashier reverses', posting(harbor('cashier'), reverse('v-1', 'i-1'))],
  ['ROLE_NOT_ALLOWED', 'a cashier expires', posting(harbor('cashier'), expire('e-1', alice))],
  [
    'ORGANIZATION_NOT_ALLOWED',
    'an auditing organisation calls itself admin',
    (l) => l.submit({ mspId: 'AuditorMSP', role: 'admin' }, catalogue.registerOrganization, { name: 'Auditor' }),
  ],
  [
    'ORGANIZATION_NOT_ALLOWED',
    'a suspended organisation posts',
    async (l) => {
      l.plant('org', ['HarborMSP'], { ...member, status: 'suspended', registeredAt: l.now });
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
  ['ORGANIZATION_UNKNOWN', 'a newcomer posts', posting(stranger, issue('i-1', alice, '1'))],
  [
    'ORGANIZATION_UNKNOWN',
    'a newcomer creates a programme',
    (l) => l.submit(stranger, catalogue.createProgram, program),
  ],
  [
    'ORGANIZATION_UNKNOWN',
    'a newcomer opens accounts',
    (l) => l.submit(stranger, catalogue.openAccounts, { accounts: [{ accountId: nobody }] }),
  ],
  [
    'ORGANIZATION_UNKNOWN',
    'it is asked for',
    (l) => l.submit(harbor(), catalogue.getOrganization, { mspId: 'NewcomerMSP' }),
  ],
  [
    'ORGANIZATION_EXISTS',
    'another name',
    (l) => l.submit(harbor(), catalogue.registerOrganization, { name: 'Harbour' }),
  ],
  [
    'ID_CONFLICT',
    'the id was used for another amount',
    posting(harbor(), issue('i-1', alice, '1'), issue('i-1', alice, '2')),
  ],
  [
    'LINKED_FAILED',
    'the one before it failed',
    posting(harbor(), issue('i-1', nobody, '1', { linked: true }), issue('i-2', alice, '1')),
  ],
  ['PROGRAM_UNKNOWN', 'it is asked for', (l) => l.submit(auditor, catalogue.getProgram, { programId: 'nothing' })],
  ['PROGRAM_UNKNOWN', 'supply', (l) => l.submit(auditor, catalogue.getSupply, { programId: 'nothing' })],
  ['PROGRAM_UNKNOWN', 'quota', (l) => l.submit(auditor, catalogue.getQuota, { programId: 'nothing' })],
  ['PROGRAM_UNKNOWN', 'history', (l) => l.submit(auditor, catalogue.programHistory, { programId: 'nothing' })],
  ['PROGRAM_UNKNOWN', 'issuing', posting(harbor(), issue('i-1', alice, '1', { programId: 'nothing' }))],
  ['PROGRAM_EXISTS', 'another cap', (l) => l.submit(harbor(), catalogue.createProgram, { ...program, cap: '5' })],
  ['PROGRAM_ID_NOT_YOURS', 'another issuer', (l) => l.submit(citypark(), catalogue.createProgram, program)],
  ['NOT_ISSUER', 'issuing', posting(citypark(), issue('i-1', carol, '1'))],
  ['NOT_ISSUER', 'the cap', (l) => l.submit(citypark(), catalogue.changeCap, { programId: 'harbor', cap: '9999' })],
  [
    'NOT_ISSUER',
    'the status',
    (l) => l.submit(citypark(), catalogue.setProgramStatus, { programId: 'harbor', status: 'suspended' }),
  ],
  [
    'NOT_ISSUER',
    'the quota',
    (l) => l.submit(citypark(), catalogue.allotQuota, { programId: 'harbor', grants: [{ lane: 0, granted: '1' }] }),
  ],
  [
    'NOT_ISSUER',
    'folding',
    (l) => l.submit(citypark(), catalogue.foldSupply, { programId: 'harbor', period: '2026-11-22' }),
  ],
  [
    'PROGRAM_SUSPENDED',
    'issuing',
    async (l) => {
      await suspend(l);
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
  [
    'PROGRAM_SUSPENDED',
    'redeeming',
    async (l) => {
      await suspend(l);
      return post(l, harbor(), redeem('r-1', alice, '1'));
    },
  ],
  [
    'PROGRAM_SUSPENDED',
    'transferring',
    async (l) => {
      await suspend(l);
      return post(l, harbor(), transfer('t-1', alice, bob, '1'));
    },
  ],
  ['ACCOUNT_UNKNOWN', 'issuing', posting(harbor(), issue('i-1', nobody, '1'))],
  ['ACCOUNT_UNKNOWN', 'transferring to', posting(harbor(), transfer('t-1', alice, nobody, '1'))],
  ['ACCOUNT_UNKNOWN', 'balances', (l) => l.submit(auditor, catalogue.getBalances, { accountId: nobody })],
  ['ACCOUNT_UNKNOWN', 'lots', (l) => l.submit(auditor, catalogue.listLots, { accountId: nobody })],
  ['ACCOUNT_UNKNOWN', 'history', (l) => l.submit(auditor, catalogue.accountHistory, { accountId: nobody })],
  ['ACCOUNT_UNKNOWN', 'freezing', (l) => freeze(l, nobody, 'frozen')],
  [
    'NOT_CUSTODIAN',
    'opening what names another',
    (l) => l.submit(citypark(), catalogue.openAccounts, { accounts: [{ accountId: alice }] }),
  ],
  [
    'ACCOUNT_EXISTS',
    'of another kind',
    (l) => l.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: alice, kind: 'merchant' }] }),
  ],
  ['NOT_CUSTODIAN', 'redeeming', posting(citypark(), redeem('r-1', alice, '1'))],
  ['NOT_CUSTODIAN', 'transferring', posting(citypark(), transfer('t-1', alice, carol, '1'))],
  ['NOT_CUSTODIAN', 'expiring, neither custodian nor issuer', posting(greenmart(), expire('e-1', alice))],
  [
    'NOT_CUSTODIAN',
    'freezing',
    (l) => l.submit(citypark(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen' }),
  ],
  [
    'ACCOUNT_FROZEN',
    'issuing',
    async (l) => {
      await freeze(l, alice, 'frozen');
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
  [
    'ACCOUNT_FROZEN',
    'redeeming',
    async (l) => {
      await freeze(l, alice, 'frozen');
      return post(l, harbor(), redeem('r-1', alice, '1'));
    },
  ],
  [
    'ACCOUNT_FROZEN',
    'transferring to',
    async (l) => {
      await freeze(l, bob, 'frozen');
      return post(l, harbor(), transfer('t-1', alice, bob, '1'));
    },
  ],
  [
    'ACCOUNT_FROZEN',
    'reversing',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), redeem('r-1', alice, '1'));
      await freeze(l, alice, 'frozen');
      return post(l, harbor(), reverse('v-1', 'r-1'));
    },
  ],
  [
    'ACCOUNT_CLOSED',
    'issuing',
    async (l) => {
      await freeze(l, alice, 'closed');
      return post(l, harbor(), issue('i-1', alice, '1'));
    },
  ],
  [
    'ACCOUNT_CLOSED',
    'opening again',
    async (l) => {
      await freeze(l, alice, 'closed');
      return l.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'active' });
    },
  ],
  [
    'ACCOUNT_NOT_EMPTY',
    'closing',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'));
      return freeze(l, alice, 'closed');
    },
  ],
  ['ACCOUNTS_EQUAL', 'to itself', posting(harbor(), transfer('t-1', alice, alice, '1'))],
  [
    'TRANSFER_NOT_ALLOWED',
    'by the rules',
    async (l) => {
      const rules = { transferable: false };
      await l.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-fixed', rules });
      return post(l, harbor(), transfer('t-1', alice, bob, '1', { programId: 'harbor-fixed' }));
    },
  ],
  ['ACCEPTOR_UNKNOWN', 'not registered', posting(harbor(), redeem('r-1', alice, '1', { acceptor: 'NewcomerMSP' }))],
  ['OPERATION_UNKNOWN', 'reversing', posting(harbor(), reverse('v-1', 'nothing'))],
  [
    'OPERATION_UNKNOWN',
    'reversing what another organisation did',
    async (l) => {
      await post(l, harbor(), issue('i-1', carol, '1'));
      return post(l, citypark(), reverse('v-1', 'i-1'));
    },
  ],
  [
    'OPERATION_UNKNOWN',
    'its receipt',
    (l) => l.submit(auditor, catalogue.getReceipt, { mspId: 'HarborMSP', operationId: 'nothing' }),
  ],
  [
    'NOT_REVERSIBLE',
    'a reversal',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), reverse('v-1', 'i-1'));
      return post(l, harbor(), reverse('v-2', 'v-1'));
    },
  ],
  [
    'NOT_REVERSIBLE',
    'a transfer into other custody',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), transfer('t-1', alice, carol, '1'));
      return post(l, harbor(), reverse('v-1', 't-1'));
    },
  ],
  [
    'ALREADY_REVERSED',
    'twice',
    posting(harbor(), issue('i-1', alice, '1'), reverse('v-1', 'i-1'), reverse('v-2', 'i-1')),
  ],
  [
    'ALREADY_REVERSED',
    'twice, in two transactions',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), reverse('v-1', 'i-1'));
      return post(l, harbor(), reverse('v-2', 'i-1'));
    },
  ],
  [
    'ASSETS_OFF',
    'a programme of vouchers',
    (l) => l.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-tea', kind: 'voucher' }),
  ],
  [
    'PROGRAM_OWN',
    'accepting one’s own programme',
    (l) => l.submit(harbor(), catalogue.acceptProgram, { programId: 'harbor', valueMin: '1' }),
  ],
  [
    'PROGRAM_UNKNOWN',
    'accepting',
    (l) => l.submit(harbor(), catalogue.acceptProgram, { programId: 'no', valueMin: '1' }),
  ],
  [
    'ACCEPTANCE_UNKNOWN',
    'ending what was never said',
    (l) => l.submit(harbor(), catalogue.endAcceptance, { programId: 'harbor' }),
  ],
  [
    'PROGRAM_UNVALUED',
    'spending elsewhere',
    async (l) => {
      const { clearingValue: _none, ...bare } = { ...program, programId: 'harbor-bare' };
      await l.submit(harbor(), catalogue.createProgram, bare);
      return post(l, harbor(), redeem('r-1', alice, '1', { programId: 'harbor-bare', acceptor: 'CityParkMSP' }));
    },
  ],
  [
    'PROGRAM_NOT_ACCEPTED',
    'spending where the points are not taken',
    async (l) => {
      await l.submit(citypark(), catalogue.endAcceptance, { programId: 'harbor' });
      return post(l, harbor(), redeem('r-1', alice, '1', { acceptor: 'CityParkMSP' }));
    },
  ],
  [
    'REVERSAL_NOT_YOURS',
    'the debtor takes back what made another merchant a creditor',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), redeem('r-1', alice, '1', { acceptor: 'CityParkMSP' }));
      return post(l, harbor(), reverse('v-1', 'r-1'));
    },
  ],
  [
    'REVERSAL_EXCEEDED',
    'more than it was',
    posting(harbor(), issue('i-1', alice, '1'), reverse('v-1', 'i-1', { amount: '2' })),
  ],
  [
    'INPUTS_INVALID',
    'the same lot twice',
    posting(harbor(), redeem('r-1', alice, '1', { inputs: [spentLot, spentLot] })),
  ],
  [
    'INPUTS_INVALID',
    'expiring what may still be spent',
    async (l) => {
      const [outcome] = await post(l, harbor(), issue('i-1', alice, '1'));
      return post(l, harbor(), expire('e-1', alice, { inputs: [outcome?.receipt?.created?.[0]?.lotId] }));
    },
  ],
  ['LOT_SPENT', 'an input', posting(harbor(), redeem('r-1', alice, '1', { inputs: [spentLot] }))],
  [
    'LOT_SPENT',
    'a source',
    async (l) => {
      const sources = [{ accountId: alice, programId: 'harbor', lots: [spentLot] }];
      return (await l.submit(harbor(), catalogue.postPoints, { operations: [redeem('r-1', alice, '1')], sources }))
        .outcomes;
    },
  ],
  [
    'LOT_EXPIRED',
    'an input',
    async (l) => {
      const [outcome] = await post(l, harbor(), issue('i-1', alice, '1'));
      l.now = '2027-11-24T00:00:00.000Z';
      return post(l, harbor(), redeem('r-1', alice, '1', { inputs: [outcome?.receipt?.created?.[0]?.lotId] }));
    },
  ],
  ['EARNED_ON_INVALID', 'issuing', posting(harbor(), issue('i-1', alice, '1', { earnedOn: '2026-11-24' }))],
  ['EXPIRY_OUT_OF_BOUNDS', 'issuing', posting(harbor(), issue('i-1', alice, '1', { expiresOn: '2026-12-24' }))],
  ['MATURITY_AFTER_EXPIRY', 'issuing', posting(harbor(), issue('i-1', alice, '1', { maturesOn: '2027-11-24' }))],
  [
    'LOT_NOT_MATURE',
    'an input',
    async (l) => {
      const [outcome] = await post(l, harbor(), issue('i-1', alice, '1', { maturesOn: '2026-11-24' }));
      return post(l, harbor(), redeem('r-1', alice, '1', { inputs: [outcome?.receipt?.created?.[0]?.lotId] }));
    },
  ],
  [
    'NOTHING_TO_EXTEND',
    'none ends by then',
    posting(
      harbor(),
      issue('i-1', alice, '1'),
      extend('x-1', alice, { endingBy: '2026-12-24', expiresOn: '2028-01-01' }),
    ),
  ],
  ['INSUFFICIENT_POINTS', 'redeeming', posting(harbor(), issue('i-1', alice, '1'), redeem('r-1', alice, '2'))],
  ['INSUFFICIENT_POINTS', 'transferring', posting(harbor(), transfer('t-1', alice, bob, '2'))],
  [
    'INSUFFICIENT_POINTS',
    'reversing a transfer that was spent',
    posting(
      harbor(),
      issue('i-1', alice, '1'),
      transfer('t-1', alice, bob, '1'),
      redeem('r-1', bob, '1'),
      reverse('v-1', 't-1'),
    ),
  ],
  [
    'REQUEST_INVALID',
    'a hash lock without beneficiary',
    posting(harbor(), hold('h-1', alice, '1', { hashLock: 'a'.repeat(64) })),
  ],
  ['HOLD_UNKNOWN', 'capturing', posting(harbor(), capture('c-1', 'nothing'))],
  ['HOLD_UNKNOWN', 'voiding what is not a hold', posting(harbor(), issue('i-1', alice, '1'), voidHold('v-1', 'i-1'))],
  [
    'HOLD_UNKNOWN',
    'it is asked for',
    (l) => l.submit(auditor, catalogue.getHold, { mspId: 'HarborMSP', holdId: 'nothing' }),
  ],
  ['ACCOUNT_UNKNOWN', 'holds', (l) => l.submit(auditor, catalogue.listHolds, { accountId: nobody })],
  ['ACCEPTOR_UNKNOWN', 'of a hold', posting(harbor(), hold('h-1', alice, '1', { beneficiary: 'NewcomerMSP' }))],
  [
    'HOLD_PERIOD_INVALID',
    'in the past',
    posting(harbor(), hold('h-1', alice, '1', { expiresAt: '2026-11-23T08:00:00Z' })),
  ],
  [
    'HOLD_PERIOD_INVALID',
    'for too long',
    posting(harbor(), hold('h-1', alice, '1', { expiresAt: '2026-12-24T08:00:00.001Z' })),
  ],
  ['INSUFFICIENT_POINTS', 'holding', posting(harbor(), issue('i-1', alice, '1'), hold('h-1', alice, '2'))],
  ['NOT_CUSTODIAN', 'holding', posting(citypark(), hold('h-1', alice, '1'))],
  [
    'HOLD_NOT_YOURS',
    'capturing',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), hold('h-1', alice, '1', { beneficiary: 'CityParkMSP' }));
      return post(l, greenmart(), capture('c-1', 'h-1', { holdMspId: 'HarborMSP' }));
    },
  ],
  [
    'HOLD_NOT_YOURS',
    'the custodian takes a promise back',
    posting(
      harbor(),
      issue('i-1', alice, '1'),
      hold('h-1', alice, '1', { beneficiary: 'CityParkMSP' }),
      voidHold('v-1', 'h-1'),
    ),
  ],
  [
    'HOLD_RESOLVED',
    'voiding what was captured',
    posting(harbor(), issue('i-1', alice, '1'), hold('h-1', alice, '1'), capture('c-1', 'h-1'), voidHold('v-1', 'h-1')),
  ],
  [
    'HOLD_EXPIRED',
    'at its very end',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), hold('h-1', alice, '1'));
      l.now = END;
      return post(l, harbor(), capture('c-1', 'h-1'));
    },
  ],
  [
    'PREIMAGE_WRONG',
    'none shown',
    async (l) => {
      const terms = { beneficiary: 'CityParkMSP', hashLock: 'a'.repeat(64) };
      await post(l, harbor(), issue('i-1', alice, '1'), hold('h-1', alice, '1', terms));
      return post(l, citypark('cashier'), capture('c-1', 'h-1', { holdMspId: 'HarborMSP' }));
    },
  ],
  [
    'HOLD_EXCEEDED',
    'capturing',
    posting(harbor(), issue('i-1', alice, '5'), hold('h-1', alice, '1'), capture('c-1', 'h-1', { amount: '2' })),
  ],
  [
    'PUBLIC_KEY_INVALID',
    'setting',
    (l) => l.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: { ...aKey, y: 'A'.repeat(43) } }),
  ],
  [
    'PUBLIC_KEY_EXISTS',
    'setting another',
    async (l) => {
      await l.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: anotherKey });
      return l.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: aKey });
    },
  ],
  [
    'SIGNATURE_REQUIRED',
    'redeeming',
    async (l) => {
      await l.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: aKey });
      return post(l, harbor(), redeem('r-1', alice, '1'));
    },
  ],
  ...(
    [
      ['AUTHORIZATION_EXPIRED', 'transferring', '2026-11-23T08:00:00Z'],
      ['SIGNATURE_INVALID', 'transferring', '2026-11-23T08:00:01Z'],
    ] as const
  ).map(([code, situation, expiresAt]): Case => [
    code,
    situation,
    async (l) => {
      await l.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: aKey });
      const authorization = { nonce: 'n'.repeat(16), expiresAt, signature: 'A'.repeat(86) };
      return post(l, harbor(), transfer('t-1', alice, bob, '1', { authorization }));
    },
  ]),
  [
    'PROGRAMS_EQUAL',
    'proposing',
    (l) => l.submit(harbor(), catalogue.proposeRate, { ...rate, targetProgramId: 'harbor' }),
  ],
  [
    'RATE_EXISTS',
    'another ratio',
    async (l) => {
      await agreeOnRate(l);
      return l.submit(harbor(), catalogue.proposeRate, { ...rate, numerator: '3' });
    },
  ],
  [
    'RATE_PERIOD_INVALID',
    'ends before it begins',
    async (l) => {
      await agreeOnRate(l);
      return l.submit(harbor(), catalogue.proposeRate, { ...rate, version: 2, validUntil: rate.validFrom });
    },
  ],
  [
    'NOT_ISSUER',
    'proposing for others',
    async (l) => {
      await agreeOnRate(l);
      return l.submit(greenmart(), catalogue.proposeRate, { ...rate, version: 2 });
    },
  ],
  ['RATE_UNKNOWN', 'it is asked for', (l) => l.submit(auditor, catalogue.getRate, reference)],
  [
    'RATE_UNKNOWN',
    'exchanging',
    async (l) => {
      await agreeOnRate(l);
      return post(l, harbor(), exchange('x-1', alice, '3', { rateVersion: 2 }));
    },
  ],
  [
    'NOT_RATE_PARTY',
    'accepting one’s own proposal',
    async (l) => {
      await agreeOnRate(l);
      await l.submit(harbor(), catalogue.proposeRate, { ...rate, version: 2 });
      return l.submit(harbor(), catalogue.acceptRate, { ...reference, version: 2 });
    },
  ],
  [
    'NOT_RATE_PARTY',
    'opening what the other one suspended',
    async (l) => {
      await agreeOnRate(l);
      await l.submit(citypark(), catalogue.setRateStatus, { ...reference, status: 'suspended' });
      return l.submit(harbor(), catalogue.setRateStatus, { ...reference, status: 'accepted' });
    },
  ],
  [
    'RATE_NOT_OPEN',
    'withdrawn',
    async (l) => {
      await agreeOnRate(l);
      await l.submit(harbor(), catalogue.setRateStatus, { ...reference, status: 'withdrawn' });
      return post(l, harbor(), exchange('x-1', alice, '3'));
    },
  ],
  [
    'RATE_EXPIRED',
    'exchanging',
    async (l) => {
      await agreeOnRate(l);
      l.now = rate.validUntil;
      return post(l, harbor(), exchange('x-1', alice, '3'));
    },
  ],
  [
    'EXCHANGE_TOO_SMALL',
    'less than a point',
    async (l) => {
      await agreeOnRate(l);
      return post(l, harbor(), exchange('x-1', alice, '1'));
    },
  ],
  [
    'RECEIVED_TOO_LITTLE',
    'less than asked for',
    async (l) => {
      await agreeOnRate(l);
      return post(l, harbor(), exchange('x-1', alice, '10', { minReceived: '7' }));
    },
  ],
  [
    'QUOTA_EXHAUSTED',
    'exchanging beyond a lane',
    async (l) => {
      await agreeOnRate(l);
      await post(l, harbor(), issue('i-1', alice, '90'));
      return post(l, harbor(), exchange('x-1', alice, '90'));
    },
  ],
  [
    'QUOTA_EXHAUSTED',
    'accepting a rate',
    async (l) => {
      await l.submit(citypark(), catalogue.createProgram, { ...program, programId: 'citypark', quota: '99' });
      await l.submit(harbor(), catalogue.proposeRate, rate);
      return l.submit(citypark(), catalogue.acceptRate, reference);
    },
  ],
  [
    'CYCLE_CLOSED',
    'a redemption dated back into a closed cycle',
    async (l) => {
      await closeNovember(l);
      l.now = '2026-11-30T23:59:59.999Z';
      return post(l, harbor(), issue('i-1', alice, '1'), redeem('r-1', alice, '1', { acceptor: 'CityParkMSP' }));
    },
  ],
  [
    'CYCLE_NOT_CURRENT',
    'cutting off the month before',
    (l) => l.submit(harbor(), catalogue.cutOffCycle, { cycle: '2026-10' }),
  ],
  [
    'PERIOD_OPEN',
    'a cycle that ended just now',
    (l) => {
      l.now = '2026-12-01T00:01:59.999Z';
      return l.submit(harbor(), catalogue.closeCycle, { cycle: '2026-11' });
    },
  ],
  [
    'NOT_ISSUER',
    'the clearing value',
    (l) => l.submit(citypark(), catalogue.setClearingValue, { programId: 'harbor', clearingValue: '1' }),
  ],
  ['CYCLE_UNKNOWN', 'of a month to come', (l) => l.submit(auditor, catalogue.getCycle, { cycle: '2027-01' })],
  [
    'CYCLE_UNKNOWN',
    'of positions, of a part that was never cut',
    (l) => l.submit(auditor, catalogue.clearingPositions, { cycle: '2026-11.02' }),
  ],
  ['SETTLEMENT_UNKNOWN', 'it is asked for', (l) => l.submit(auditor, catalogue.getSettlement, pair)],
  [
    'SETTLEMENT_UNKNOWN',
    'the other way round',
    async (l) => {
      await closeNovember(l);
      const other = { ...pair, debtor: pair.creditor, creditor: pair.debtor };
      return l.submit(citypark(), catalogue.instructSettlement, { ...other, reference: 'x' });
    },
  ],
  [
    'NOT_SETTLEMENT_PARTY',
    'instructing for the debtor',
    async (l) => {
      await closeNovember(l);
      return l.submit(citypark(), catalogue.instructSettlement, { ...pair, reference: 'x' });
    },
  ],
  [
    'SETTLEMENT_STATE',
    'confirming what was not instructed',
    async (l) => {
      await closeNovember(l);
      return l.submit(citypark(), catalogue.confirmSettlement, pair);
    },
  ],
  ...(
    [
      ['AMOUNT_BELOW_MINIMUM', 'redeeming', { operations: { redeem: { min: '2' } } }],
      ['AMOUNT_ABOVE_MAXIMUM', 'redeeming', { operations: { redeem: { max: '2' } } }],
      ['DAY_LIMIT_EXCEEDED', 'redeeming', { perAccountDay: { debitedMax: '3' } }],
      ['VELOCITY_EXCEEDED', 'redeeming', { perAccountDay: { debitsMax: 1 } }],
      ['DAY_LIMIT_EXCEEDED', 'both hold', { perAccountDay: { debitedMax: '3', debitsMax: 1 } }],
    ] as const
  ).map(([code, situation, limits]): Case => [
    code,
    situation,
    async (l) => {
      await l.submit(harbor(), catalogue.setLimits, { programId: 'harbor', limits });
      await post(l, harbor(), issue('i-1', alice, '10'), redeem('r-1', alice, '2'));
      return post(l, harbor(), redeem('r-2', alice, code === 'AMOUNT_BELOW_MINIMUM' ? '1' : '3'));
    },
  ]),
  ['NOT_ISSUER', 'the limits', (l) => l.submit(citypark(), catalogue.setLimits, { programId: 'harbor', limits: {} })],
  [
    'REQUEST_INVALID',
    'a maximum below the minimum',
    (l) => {
      const limits = { operations: { issue: { min: '2', max: '1' } } };
      return l.submit(harbor(), catalogue.setLimits, { programId: 'harbor', limits });
    },
  ],
  [
    'PRIVATE_INPUT_MISPLACED',
    'as an argument',
    (l) =>
      l.submit(harbor(), catalogue.recordFigures, { ...figuresRequest, figures: [figure] } as typeof figuresRequest, {
        figures: [figure],
      }),
  ],
  ['PRIVATE_INPUT_INVALID', 'missing', (l) => l.submit(harbor(), catalogue.recordFigures, figuresRequest)],
  [
    'PRIVATE_DATA_NOT_ALLOWED',
    'reading another one’s figures',
    (l) => l.submit(citypark(), catalogue.getFigures, figuresMonth),
  ],
  ['FIGURES_UNKNOWN', 'reading', (l) => l.submit(harbor(), catalogue.getFigures, figuresMonth)],
  [
    'FIGURES_EXIST',
    'recording twice',
    async (l) => {
      await l.submit(harbor(), catalogue.recordFigures, figuresRequest, { figures: [figure] });
      return l.submit(harbor(), catalogue.recordFigures, { ...figuresRequest, id: 'f-2' }, { figures: [figure] });
    },
  ],
  [
    'PRECONDITION_FAILED',
    'a cap of another revision',
    (l) => l.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap: '2000', revision: 2 }),
  ],
  [
    'REVISION_CONFLICT',
    'amending what was amended',
    async (l) => {
      await l.submit(harbor(), catalogue.recordFigures, figuresRequest, { figures: [figure] });
      const amendment = { ...figuresRequest, id: 'f-2', revision: 2 };
      return l.submit(harbor(), catalogue.amendFigures, amendment, { figures: [figure] });
    },
  ],
  [
    'AUDITOR_UNKNOWN',
    'showing figures to a competitor',
    (l) => {
      const request = { id: 'd-1', owner: 'HarborMSP', auditor: 'CityParkMSP', source: 'history' as const };
      return l.submit(harbor(), catalogue.discloseFigures, request, {
        figures: [{ ...figure, ...figuresMonth, revision: 1 }],
      });
    },
  ],
  [
    'DISCLOSURE_MISMATCH',
    'nothing of the kind was recorded',
    (l) => {
      const disclosed = { ...figure, ...figuresMonth, revision: 1 };
      const request = { id: 'd-1', owner: figuresMonth.owner, auditor: 'AuditorMSP', source: 'state' as const };
      return l.submit(harbor(), catalogue.discloseFigures, request, { figures: [disclosed] });
    },
  ],
  [
    'SOURCES_NEEDED',
    'an account with more lots than a batch looks for',
    (l) => {
      const row = { amount: '1', originMspId: 'HarborMSP', originId: 'i-1' };
      for (let n = 0; n <= SOURCE_LOTS_MAX; n += 1) {
        l.plant('lot', [alice, 'harbor', '2027-11-23', String(n).padStart(64, '0'), '00000'], row);
      }
      return post(l, harbor(), redeem('r-1', alice, '1'));
    },
  ],
  ['NOTHING_TO_EXPIRE', 'none is due', posting(harbor(), issue('i-1', alice, '1'), expire('e-1', alice))],
  ['LANE_UNKNOWN', 'issuing', posting(harbor(), issue('i-1', alice, '1', { lanes: [2] }))],
  [
    'LANE_UNKNOWN',
    'allotting',
    (l) => l.submit(harbor(), catalogue.allotQuota, { programId: 'harbor', grants: [{ lane: 2, granted: '1' }] }),
  ],
  ['QUOTA_EXHAUSTED', 'one lane', posting(harbor(), issue('i-1', alice, '501'))],
  ['QUOTA_EXHAUSTED', 'all lanes', posting(harbor(), issue('i-1', alice, '1001', { lanes: [0, 1] }))],
  [
    'QUOTA_BELOW_USED',
    'allotting',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '5'));
      return l.submit(harbor(), catalogue.allotQuota, { programId: 'harbor', grants: [{ lane: 0, granted: '4' }] });
    },
  ],
  [
    'CAP_EXCEEDED',
    'creating',
    (l) => l.submit(harbor(), catalogue.createProgram, { ...program, programId: 'harbor-more', quota: '1001' }),
  ],
  [
    'CAP_EXCEEDED',
    'allotting',
    (l) => l.submit(harbor(), catalogue.allotQuota, { programId: 'harbor', grants: [{ lane: 0, granted: '501' }] }),
  ],
  [
    'RULES_FIXED',
    'points that may not be transferred any more',
    (l) => l.submit(harbor(), catalogue.setRules, { programId: 'harbor', rules: { transferable: false } }),
  ],
  ['CAP_BELOW_GRANTED', 'the cap', (l) => l.submit(harbor(), catalogue.changeCap, { programId: 'harbor', cap: '999' })],
  [
    'PERIOD_OPEN',
    'today',
    (l) => l.submit(harbor(), catalogue.foldSupply, { programId: 'harbor', period: '2026-11-23' }),
  ],
  ...termsErrors,
  ...governanceErrors,
  ...collateralErrors,
  ...creditErrors,
  ...orderErrors,
  ...noteErrors,
  ...memberErrors,
  ...migrationErrors,
  ...bridgeErrors,
  ...evidenceErrors,
];

test.each(cases)('%s: %s', async (code, _situation, work) => {
  const ledger = await startConsortium();
  const before = new Map(ledger.rows);
  expect(await codeOf(work(ledger))).toBe(code);
  expect([...before.keys()].every((key) => ledger.rows.has(key))).toBe(true);
});

test('every code of the catalogue has a case', () => {
  const covered = new Set(cases.map(([code]) => code));
  expect((Object.keys(errorCodes) as ErrorCode[]).filter((code) => !covered.has(code))).toEqual([]);
});
