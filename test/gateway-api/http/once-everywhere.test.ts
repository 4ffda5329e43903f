/** Every write that is no operation: answered 202, something else since, then its repeat, which does nothing again. */
import { agreeOnRate, inAnHour } from '../writes/circulation-world.js';
import { startWorld } from '../writes/gateway-world.js';
import { serveGateway, type Served } from '../served-gateway.js';

jest.setTimeout(60_000);

let served: Served;
let accountId: string;
beforeEach(async () => {
  const world = await startWorld();
  await agreeOnRate(world);
  served = await serveGateway({ world });
  const opened = await send('opened', ['POST', '/v1/accounts', { memberRef: 'alice' }]);
  accountId = String(opened.body['accountId']);
});
afterEach(() => served.end());

type Step = readonly [method: 'POST' | 'PATCH', path: string, body?: object];
const send = (key: string, [method, path, body]: Step, headers = {}) =>
  served.send('admin', method, path.replace('{a}', accountId), { key, ...(body && { body }), headers });

const month = new Date().toISOString().slice(0, 7);
const program = '/v1/programs/harbor';
const rate = '/v1/rates/harbor/citypark/1';
const figures = [{ name: 'margin', value: '-41000' }];
const open: Step = ['POST', '/v1/accounts', { memberRef: 'carol' }];
const freeze: Step = ['POST', '/v1/accounts/{a}/freeze', {}];
const unfreeze: Step = ['POST', '/v1/accounts/{a}/unfreeze', {}];
const addCard: Step = ['POST', '/v1/accounts/{a}/references', { memberRef: 'card' }];
const removeCard: Step = ['POST', '/v1/accounts/{a}/references/remove', { memberRef: 'card' }];
const lock: Step = ['POST', '/v1/accounts/{a}/lock', {}];
const unlock: Step = ['POST', '/v1/accounts/{a}/unlock', {}];
const limits = (max: string): Step => ['POST', `${program}/limits`, { limits: { operations: { redeem: { max } } } }];
const value = (clearingValue: string): Step => ['POST', `${program}/clearing-value`, { clearingValue }];
const termsOfUse = (version: number): Step => [
  'POST',
  `${program}/terms-of-use`,
  { version, hash: 'a'.repeat(64), address: `https://harbor.example/terms-${version}` },
];
const quota = (granted: string): Step => ['POST', `${program}/quota`, { grants: [{ lane: 0, granted }] }];
const bridge = (perDay: string): Step => {
  const caps = { perDay, inAll: '10' };
  return ['POST', `${program}/bridges/stamps`, { legacyName: 'Stamps', in: caps, out: caps, status: 'open' }];
};
const accept = (valueMin: string): Step => ['POST', '/v1/programs/citypark/acceptance', { valueMin }];
const endAcceptance: Step = ['POST', '/v1/programs/citypark/acceptance/end', {}];
const suspend: Step = ['POST', `${rate}/suspend`];
const resume: Step = ['POST', `${rate}/resume`];
const record: Step = ['POST', '/v1/figures', { period: month, figures }];
const amend: Step = ['POST', `/v1/figures/${month}/amend`, { revision: 1, figures }];
const purge: Step = ['POST', `/v1/figures/${month}/purge`, {}];
const terms = { validFrom: month, validUntil: month, prices: [{ programId: 'harbor', price: '870000' }], fees: [] };
const propose = (version: number): Step => ['POST', '/v1/terms', { counterparty: 'CityParkMSP', version, terms }];
const withdraw: Step = ['POST', '/v1/terms/CityParkMSP/1/withdraw'];
const created = { programId: 'harbor-second', name: 'Second', cap: '1000', clearingValue: '1' };
const proposed = {
  sourceProgramId: 'harbor',
  targetProgramId: 'citypark',
  version: 2,
  numerator: '1',
  denominator: '3',
};
const publicKey = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

/** By the route's operation id: what is asked, what comes in between, and what has to be there before. */
const cases: Record<string, readonly [asked: Step, between: Step, ...before: Step[]]> = {
  openAccount: [['POST', '/v1/accounts', { memberRef: 'bob' }], open],
  setPublicKey: [['POST', '/v1/accounts/{a}/public-key', { publicKey }], freeze],
  addReference: [addCard, removeCard],
  removeReference: [removeCard, open, addCard],
  lockAccount: [lock, unlock],
  unlockAccount: [unlock, lock, lock],
  announceRecovery: [
    [
      'POST',
      '/v1/accounts/{a}/recovery',
      { publicKey: { ...publicKey, x: '2-Jj2UvNCvQiUPNYRgSi0cJSPiJI6Rs6D0UTeEpQVj8' } },
    ],
    freeze,
    ['POST', '/v1/accounts/{a}/public-key', { publicKey }],
  ],
  freezeAccount: [freeze, unfreeze],
  unfreezeAccount: [unfreeze, freeze, freeze],
  closeAccount: [['POST', '/v1/accounts/{a}/close', {}], open],
  createProgram: [
    ['POST', '/v1/programs', created],
    ['PATCH', '/v1/programs/harbor-second', { status: 'suspended' }],
  ],
  changeProgram: [
    ['PATCH', program, { cap: '2000000' }],
    ['PATCH', program, { cap: '3000000' }],
  ],
  changeAccount: [['PATCH', '/v1/accounts/{a}', { status: 'frozen' }], unfreeze],
  setTermsOfUse: [termsOfUse(1), open],
  acceptTermsOfUse: [
    ['POST', '/v1/accounts/{a}/terms-of-use', { programId: 'harbor', version: 1 }],
    termsOfUse(2),
    termsOfUse(1),
  ],
  setLimits: [limits('5'), limits('6')],
  setClearingValue: [value('1600000'), value('1700000')],
  allotQuota: [quota('1000'), quota('2000')],
  acceptProgram: [accept('1'), accept('2')],
  endAcceptance: [endAcceptance, accept('2'), accept('1')],
  proposeRate: [
    [
      'POST',
      '/v1/rates',
      { ...proposed, validFrom: '2020-01-01T00:00:00.000Z', validUntil: inAnHour(), quota: '10', lanes: 2 },
    ],
    suspend,
  ],
  suspendRate: [suspend, resume],
  resumeRate: [resume, suspend, suspend],
  withdrawRate: [['POST', `${rate}/withdraw`], open],
  recordFigures: [record, amend],
  amendFigures: [amend, purge, record],
  purgeFigures: [purge, open, record],
  proposeTerms: [propose(1), withdraw],
  withdrawTerms: [withdraw, propose(2), propose(1)],
  issueOrder: [
    [
      'POST',
      '/v1/orders',
      { scope: { kind: 'program', programId: 'harbor' }, effect: { kind: 'stop-debits' }, reason: 'x' },
    ],
    freeze,
  ],
  setBridge: [bridge('5'), bridge('6')],
  cutOffCycle: [['POST', `/v1/clearing/cycles/${month}/cut-off`], open],
};

/** They need a closed cycle, or what another merchant has done: `once-settled.test.ts`. */
const settled = [
  ...['acceptRate', 'acceptTerms', 'closeCycle', 'discloseFigures', 'makeMoneyStatement', 'settleMoneyStatement'],
  ...['instructSettlement', 'confirmSettlement', 'disputeSettlement', 'resolveSettlement'],
];
/** Made by the same `writeRoute`, and not asked for here: they need a signature, an order’s id, a snapshot, a day that is over, or a founded consortium. */
const elsewhere = [
  ...[
    'rotateKey',
    'rotateLogKey',
    'withdrawRecovery',
    'mergeAccount',
    'eraseAccount',
    'liftOrder',
    'ratifyOrder',
    'discloseReason',
    'foldSupply',
  ],
  ...['proposeMigration', 'approveMigration', 'completeMigration', 'abortMigration'],
  ...['offerNotes', 'changeNoteRate', 'closeNoteOffer'],
  ...['claimOnLine', 'grantCreditLine', 'drawOnLine', 'repayLine', 'giveNotice', 'allowLiquidation', 'closeCreditLine'],
  ...['confirmLinePayment', 'withdrawLinePayment', 'disputeLinePayment', 'resolveLinePayment'],
  ...['grantCredit', 'raiseCredit', 'endCredit', 'releaseCredit', 'prepayCredit'],
  ...[
    'propose',
    'vote',
    'objectToProposal',
    'withdrawProposal',
    'executeProposal',
    'signPlan',
    'pauseWrites',
    'recordExecution',
    'acceptAgreement',
    'leaveConsortium',
    'previewProposal',
  ],
];
/** They end in the gateway, and asking for them again changes nothing: tests of `details`, `migrations` and `webhooks`. */
const here = [
  'keepDetails',
  'eraseDetail',
  'takeSnapshot',
  'claimMigration',
  'createWebhook',
  'changeWebhook',
  'rotateWebhookKey',
  'replayEvents',
  'removeWebhook',
];
/** Operations, whose ids the ledger knows, and imports of them: `exactly-once.test.ts`. */
const others = [
  ...['issuePoints', 'transferPoints', 'redeemPoints', 'reverseOperation', 'expirePoints', 'postBatch'],
  ...['startImport', 'reverseImport'],
  ...[
    'holdPoints',
    'captureHold',
    'captureByCode',
    'voidHold',
    'exchangePoints',
    'seizePoints',
    'extendPoints',
    'consolidateLots',
  ],
  ...['buyNote', 'redeemNote', 'transferNote', 'pledgePoints', 'pledgeNote'],
  // It records nothing.
  'previewImport',
];

test.each(Object.entries(cases))('%s', async (_operationId, [asked, between, ...before]) => {
  for (const [at, step] of before.entries()) expect((await send(`before-${at}`, step)).status).toBeLessThan(202);
  served.world.network.cutting = false;
  expect((await send('first', asked, { prefer: 'respond-async' })).status).toBe(202);
  served.world.network.cutting = true;
  served.world.network.cut();
  const done = await send('first', asked);
  expect([done.status, done.body]).toEqual([expect.any(Number), expect.objectContaining({ state: 'committed' })]);
  expect((await send('second', between)).status).toBeLessThan(202);
  const ordered = served.world.network.ordered.length;
  const again = await send('first', asked);
  expect([again.status, again.body]).toEqual([done.status, done.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(served.world.network.ordered.length).toBe(ordered);
});

test('every route that writes has its line', () => {
  const writing = served.routes
    .filter(({ method, reads }) => method !== 'get' && reads !== true)
    .map(({ operationId }) => operationId);
  expect([...Object.keys(cases), ...settled, ...elsewhere, ...here, ...others].sort()).toEqual(writing.sort());
});
