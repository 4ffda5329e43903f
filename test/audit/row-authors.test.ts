/** Rows that two merchants' peers endorsed, written in the name of somebody who did not sign. */
import { rows } from '@commonpoint/catalogue';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { AuthoredRows } from '../../audit/src/authored-rows.js';
import { rowKinds } from '../../audit/src/row-kinds.js';
import { inMemory } from '../../audit/src/store.js';

it('has a line for each kind of row', () => {
  expect(Object.keys(rowKinds).sort()).toEqual(Object.keys(rows).sort());
});

const [H, C, G] = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];
type Step = [
  by: string,
  call: string,
  rows: [key: string, value: object | undefined][],
  argument?: object,
  at?: string,
];

const NOW = '2026-11-23T09:30:00.000Z';
/** What is said of the last step. */
function told(...steps: Step[]): string[] {
  const audit = new AuthoredRows(inMemory());
  let last: string[] = [];
  for (const [by, name, written, argument = {}, at = NOW] of steps) {
    const rowsOf = written.map(([key, value]): RowWrite => ({
      key: key.split(' '),
      ...(value !== undefined && { value }),
    }));
    const found = audit.check({
      mspId: by,
      time: Date.parse(at),
      call: { name, argument: JSON.stringify(argument) },
      rows: rowsOf,
    });
    last = found.map(({ text }) => text);
  }
  return last;
}

const program = (programId: string, issuer: string) => ({ programId, issuer, status: 'active' });
const founded: Step[] = [
  [H, 'Organizations:Register', [[`org ${H}`, { mspId: H, name: 'Harbor', status: 'active' }]]],
  [
    H,
    'Programs:Create',
    [
      ['program harbor', program('harbor', H)],
      ['quota harbor 00', { granted: '9', used: '0' }],
    ],
  ],
  [G, 'Programs:Create', [['program greenmart', program('greenmart', G)]]],
  [H, 'Accounts:Open', [[`account ${H}:a`, { custodian: H, status: 'active' }]]],
];
const account = (more: object): [string, object] => [`account ${H}:a`, { custodian: H, status: 'active', ...more }];
const ruled = (rules: object): [string, object] => ['program harbor', { ...program('harbor', H), rules }];
const LATER = '2026-12-23T09:30:00.000Z';
const asked = {
  orderId: 'x:1',
  scope: { kind: 'account', accountId: `${H}:a`, programId: 'harbor' },
  effect: { kind: 'seize', amount: '10', toAccountId: `${H}:c` },
  reasonHash: 'a',
};
const order = (more: object): [string, object] => ['order x:1', { ...asked, basis: 'regulator', ...more }];
/** What the account is asked to become. */
const aboutA = { accountId: `${H}:a` };
const rate = (more: object): [string, object] => [
  'rate greenmart harbor 000001',
  { sourceIssuer: G, targetIssuer: H, status: 'proposed', proposedBy: G, ...more },
];
const settlement = (status: string, more: object = {}): [string, object] => [
  `settlement 2026-10 ${C} ${H}`,
  { status, amount: '5', ...more },
];
const terms = (more: object): [string, object] => [
  `terms ${G} ${H} 000001`,
  { status: 'proposed', proposedBy: G, hash: '0', ...more },
];
const noteOffer = (more: object): [string, object] => [
  'note-offer harbor year',
  { issuer: H, status: 'open', days: 365, rates: [], ...more },
];
const offered: Step[] = [...founded, [H, 'Notes:Offer', [noteOffer({})]]];
const total = (more: object): [string, object] => ['supply-total harbor', { issued: '0', ...more }];
const cycle = (name: string, more: object = {}): [string, object] => [`cycle ${name}`, { status: 'closing', ...more }];
const remainders = (of: string): [string, object] => ['remainders', { cycle: of, remainders: [] }];
const closed: Step = [
  C,
  'Clearing:Close',
  [cycle('2026-10', { status: 'closed' }), remainders('2026-10'), settlement('due')],
  { cycle: '2026-10' },
];

const pledgeLine = (more: object): object => ({
  ...{ mspId: C, lineId: 'l', accountId: `${H}:alice-1`, programId: 'harbor', limit: '1000000' },
  ...{ status: 'open', pledges: [], drawing: '0', drawn: '0', ...more },
});
const credit = (more: object): [string, object] => [
  `acceptance harbor ${C}`,
  { programId: 'harbor', mspId: C, valueMin: '1', sinceCycle: '2026-11', credit: { lanes: 1, ...more } },
];
const accepted: Step[] = [
  ...founded,
  [
    C,
    'Programs:Accept',
    [[`acceptance harbor ${C}`, { programId: 'harbor', mspId: C, valueMin: '1', sinceCycle: '2026-11' }]],
  ],
];
const granted: Step[] = [...accepted, [C, 'Credit:Grant', [credit({ limit: '9' })]]];

const EARLIER = '2026-01-01T00:00:00.000Z';
const planWord = (mspId: string, said: object): [string, object] => [
  `plan-execution ab p ${mspId}`,
  { planHash: 'ab', proposalId: 'p', mspId, ...said },
];
const waiting = (times: number, at = NOW) => ({ pause: { times, at } });

describe('nothing is said of', () => {
  const honest: [string, Step[]][] = [
    [
      'writes wait for a plan, again, and it is recorded',
      [
        ...[1, 2, 3, 4, 5].map((times): Step => [H, 'Governance:PauseWrites', [planWord(H, waiting(times))]]),
        [H, 'Governance:RecordExecution', [planWord(H, { ...waiting(5), recorded: { at: NOW } })]],
        [C, 'Governance:RecordExecution', [planWord(C, { recorded: { at: NOW } })]],
      ],
    ],
    ['what founds a consortium', founded],
    [
      'a claim that uses up what was paid in advance',
      [
        ...founded,
        [C, 'Credit:Prepay', [[`prepayment harbor ${C} p`, { amount: '9', left: '9' }]]],
        [C, 'Collateral:Claim', [[`prepayment harbor ${C} p`, { amount: '9', left: '2' }]]],
      ],
    ],
    ['a freeze by the custodian', [...founded, [H, 'Accounts:SetStatus', [account({ status: 'frozen' })]]]],
    ['what is owed back after a return', [...founded, [C, 'Points:Post', [account({ clawbacks: [] })]]]],
    [
      'two accounts made one',
      [...founded, [H, 'Accounts:Merge', [account({ status: 'closed', mergedInto: `${H}:b` })], aboutA]],
    ],
    [
      'a member that is forgotten',
      [...founded, [H, 'Accounts:Erase', [account({ status: 'closed', erasure: { at: NOW } })]]],
    ],
    [
      'rules that become better, and those of later issuances',
      [
        ...founded,
        [H, 'Programs:SetRules', [ruled({ transferable: false, earnedDaysMax: 9 })]],
        [H, 'Programs:SetRules', [ruled({ transferable: true, maturityDays: 14, returnGraceDays: 20 })]],
      ],
    ],
    [
      'a vote as it was cast',
      [[H, 'Governance:Vote', [[`vote p1 ${H}`, { mspId: H, vote: 'for' }]], { proposalId: 'p1', vote: 'for' }]],
    ],
    ['an order as it was asked for', [[G, 'Orders:Issue', [order({ from: NOW })], asked]]],
    [
      'an order with an end and a beginning',
      [[G, 'Orders:Issue', [order({ from: NOW, until: LATER })], { ...asked, from: NOW, until: LATER }]],
    ],
    ['what an order puts on an account', [...founded, [G, 'Orders:Issue', [account({ standing: { orders: [] } })]]]],
    [
      'a rate that both agree on, and suspend and resume',
      [
        ...founded,
        [G, 'Rates:Propose', [rate({})]],
        [H, 'Rates:Accept', [rate({ status: 'accepted' }), ['quota harbor 00', { granted: '9', used: '1' }]]],
        [H, 'Rates:SetStatus', [rate({ status: 'suspended', suspendedBy: H })]],
        [H, 'Rates:SetStatus', [rate({ status: 'accepted' })]],
      ],
    ],
    [
      'an offer of notes, another rate of it, and its end',
      [
        ...offered,
        [H, 'Notes:ChangeRate', [noteOffer({ rates: [1] })]],
        [
          H,
          'Notes:Close',
          [noteOffer({ rates: [1], status: 'closed' }), ['quota harbor 00', { granted: '9', used: '0' }]],
        ],
      ],
    ],
    [
      'a credit that is granted, narrowed, raised by both, and ended',
      [
        ...granted,
        [C, 'Credit:Grant', [credit({ limit: '8' }), [`credit-quota harbor ${C} 00`, { granted: '8', used: '0' }]]],
        [H, 'Credit:Raise', [credit({ limit: '8', raise: { limit: '10', by: H } })]],
        [C, 'Credit:Raise', [credit({ limit: '10' })]],
        [C, 'Credit:End', [credit({ limit: '10', endedAt: NOW })]],
      ],
    ],
    [
      'a claim that uses up what was paid in advance',
      [
        ...granted,
        [C, 'Credit:Prepay', [[`prepayment harbor ${C} p`, { amount: '9', left: '9' }]]],
        [C, 'Collateral:Claim', [[`prepayment harbor ${C} p`, { amount: '9', left: '4' }]]],
      ],
    ],
    [
      'a credit line that is drawn on, paid out and closed',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [
          H,
          'Collateral:Draw',
          [
            [`credit-line ${C} l`, pledgeLine({ drawing: '1000000' })],
            [`line-payment ${C} l d`, { kind: 'draw', amount: '1000000', status: 'instructed' }],
          ],
          { paymentId: 'd' },
        ],
        [
          C,
          'Collateral:Confirm',
          [
            [`credit-line ${C} l`, pledgeLine({ drawn: '1000000' })],
            [`line-payment ${C} l d`, { kind: 'draw', amount: '1000000', status: 'confirmed' }],
          ],
          { paymentId: 'd' },
        ],
        [C, 'Collateral:Close', [[`credit-line ${C} l`, pledgeLine({ status: 'closed' })]]],
      ],
    ],
    [
      'a credit line whose pledges members let be taken',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [
          H,
          'Governance:Execute',
          [
            [`credit-line ${C} l`, pledgeLine({ allowed: { proposalId: `${H}:p`, at: NOW } })],
            [`proposal ${H}:p`, { actions: [{ kind: 'allow-liquidation', mspId: C, lineId: 'l' }] }],
          ],
          { proposalId: `${H}:p` },
        ],
      ],
    ],
    [
      'a settlement that is paid',
      [
        closed,
        [C, 'Settlements:Instruct', [settlement('instructed')]],
        [H, 'Settlements:Confirm', [settlement('confirmed')]],
      ],
    ],
    [
      'a settlement that is disputed and resolved',
      [
        closed,
        [H, 'Settlements:Dispute', [settlement('disputed', { dispute: { by: H } })]],
        [H, 'Settlements:Resolve', [settlement('due')]],
      ],
    ],
    [
      'terms',
      [
        [G, 'Terms:Propose', [terms({}), [`terms-pair ${G} ${H}`, { newest: 1 }]]],
        [H, 'Terms:Accept', [terms({ status: 'accepted' }), [`terms-pair ${G} ${H}`, { newest: 1, accepted: 1 }]]],
      ],
    ],
    [
      'a cut-off, and its closing before the month ends',
      [
        [H, 'Clearing:CutOff', [[`cut-off 2026-11 ${H}`, { agreedAt: NOW }]], { cycle: '2026-11' }],
        [
          C,
          'Clearing:CutOff',
          [
            [`cut-off 2026-11 ${C}`, { agreedAt: NOW }],
            cycle('2026-11', { next: '2026-11.02' }),
            ['current-cycle 2026-11', { cycle: '2026-11.02' }],
          ],
          { cycle: '2026-11' },
        ],
        [H, 'Clearing:Close', [cycle('2026-11', { next: '2026-11.02', status: 'closed' })], { cycle: '2026-11' }],
      ],
    ],
    [
      'a bridge, and what crosses it',
      [
        ...founded,
        [H, 'Bridges:Set', [['bridge harbor stamps', { status: 'open' }]]],
        [H, 'Points:Post', [['bridge-use harbor stamps', { day: '2026-11-23' }]]],
      ],
    ],
    [
      'a day that is folded',
      [...founded, [H, 'Programs:FoldSupply', [total({ foldedThrough: '2026-11-22' })], { period: '2026-11-22' }]],
    ],
    [
      'a day of an account on which points moved',
      [
        [
          H,
          'Points:Post',
          [
            [`account-day ${H}:a harbor`, { debited: '5' }],
            [`op ${H} r1`, { accountId: `${H}:a`, programId: 'harbor' }],
          ],
        ],
      ],
    ],
  ];
  it.each(honest)('%s', (_what, steps) => {
    for (let length = 1; length <= steps.length; length += 1) expect(told(...steps.slice(0, length))).toEqual([]);
  });
});

describe('is found', () => {
  const forged: [string, Step[]][] = [
    ['an account frozen by another one', [...founded, [C, 'Accounts:SetStatus', [account({ status: 'frozen' })]]]],
    [
      'an account made one with another by another one',
      [...founded, [C, 'Accounts:Merge', [account({ status: 'closed' })]]],
    ],
    [
      'an account erased by another one',
      [...founded, [C, 'Accounts:Erase', [account({ status: 'closed', erasure: { at: NOW } })]]],
    ],
    [
      'an account erased in passing',
      [...founded, [H, 'Accounts:SetStatus', [account({ status: 'closed', erasure: { at: NOW } })]]],
    ],
    [
      'an erasure dated anew',
      [
        ...founded,
        [H, 'Accounts:Erase', [account({ status: 'closed', erasure: { at: NOW } })]],
        [H, 'Accounts:Erase', [account({ status: 'closed', erasure: { at: '2026-11-24T00:00:00.000Z' } })]],
      ],
    ],
    ['an account frozen in passing', [...founded, [C, 'Points:Post', [account({ status: 'frozen' })]]]],
    [
      'a key on another one’s member’s account',
      [...founded, [C, 'Accounts:SetPublicKey', [account({ publicKey: {} })]]],
    ],
    ['a key that comes with an order', [...founded, [C, 'Orders:Issue', [account({ publicKey: {} })]]]],
    ['an account opened in passing', [[H, 'Points:Post', [account({})]]]],
    [
      'an organisation renamed by another one',
      [...founded, [G, 'Organizations:Register', [[`org ${H}`, { name: 'x', status: 'active' }]]]],
    ],
    ['an organisation that nobody is', [[G, 'Organizations:Register', [['org EvilMSP', { status: 'active' }]]]]],
    [
      'rules that become worse for whoever holds points',
      [
        ...founded,
        [H, 'Programs:SetRules', [ruled({ transferable: true })]],
        [H, 'Programs:SetRules', [ruled({ transferable: true, shortfall: 'clawback' })]],
      ],
    ],
    ['rules changed with limits', [...founded, [H, 'Programs:SetLimits', [ruled({ transferable: true })]]]],
    [
      'a cap changed with rules',
      [...founded, [H, 'Programs:SetRules', [['program harbor', { ...program('harbor', H), cap: '9' }]]]],
    ],
    ['a programme of another one', [[G, 'Programs:Create', [['program harbor', program('harbor', H)]]]]],
    [
      'a programme that changes hands',
      [...founded, [G, 'Programs:SetStatus', [['program harbor', program('harbor', G)]]]],
    ],
    [
      'a lane of another one’s',
      [...founded, [G, 'Programs:AllotQuota', [['quota harbor 00', { granted: '99', used: '0' }]]]],
    ],
    ['an acceptance in another one’s name', [...founded, [C, 'Programs:Accept', [[`acceptance greenmart ${H}`, {}]]]]],
    ['an acceptance of nothing', [...founded, [H, 'Programs:Accept', [[`acceptance citypark-x ${H}`, {}]]]]],
    ['a reference of another one', [[C, 'Accounts:AddReference', [[`reference ${H}:card`, { accountId: `${H}:a` }]]]]],
    ['a key for another one’s checkpoints', [[C, 'Evidence:SetKey', [[`log-key ${H}`, { keys: [] }]]]]],
    ['an offer of notes of somebody else’s points', [...founded, [C, 'Notes:Offer', [noteOffer({ issuer: C })]]]],
    ['an offer of notes in another one’s name', [...founded, [C, 'Notes:Offer', [noteOffer({})]]]],
    ['a rate of notes in another one’s name', [...offered, [C, 'Notes:ChangeRate', [noteOffer({ rates: [1] })]]]],
    [
      'terms of notes that change with a rate',
      [...offered, [H, 'Notes:ChangeRate', [noteOffer({ rates: [1], days: 9 })]]],
    ],
    [
      'a lane of another one’s notes',
      [...offered, [C, 'Notes:Close', [['note-quota harbor year 00', { granted: '9', used: '0' }]]]],
    ],
    ['a note in passing', [[C, 'Programs:SetStatus', [[`note ${H} n-1`, { principal: '9' }]]]]],
    ['a signature in another one’s name', [[C, 'Governance:SignPlan', [[`plan-signature ab ${H}`, {}]]]]],
    ['a record in another one’s name', [[C, 'Governance:RecordExecution', [planWord(H, { recorded: { at: NOW } })]]]],
    ['a record of another time', [[H, 'Governance:RecordExecution', [planWord(H, { recorded: { at: EARLIER } })]]]],
    [
      'a record where there is one',
      [
        [H, 'Governance:RecordExecution', [planWord(H, { recorded: { at: NOW } })]],
        [H, 'Governance:RecordExecution', [planWord(H, { recorded: { at: NOW } })]],
      ],
    ],
    ['a pause in another one’s name', [[C, 'Governance:PauseWrites', [planWord(H, waiting(1))]]]],
    ['a pause of another time', [[H, 'Governance:PauseWrites', [planWord(H, waiting(1, EARLIER))]]]],
    ['a pause that is no first one', [[H, 'Governance:PauseWrites', [planWord(H, waiting(2))]]]],
    [
      'a pause that is not counted',
      [
        [H, 'Governance:PauseWrites', [planWord(H, waiting(1))]],
        [H, 'Governance:PauseWrites', [planWord(H, waiting(1))]],
      ],
    ],
    [
      'a pause too many',
      [1, 2, 3, 4, 5, 6].map((times): Step => [H, 'Governance:PauseWrites', [planWord(H, waiting(times))]]),
    ],
    [
      'a record by which writes wait',
      [[H, 'Governance:RecordExecution', [planWord(H, { ...waiting(1), recorded: { at: NOW } })]]],
    ],
    [
      'a word whose row names another one',
      [[H, 'Governance:PauseWrites', [[planWord(H, {})[0], { ...planWord(C, waiting(1))[1] }]]]],
    ],
    ['an anchor in another one’s name', [[C, 'Evidence:Anchor', [[`anchor ${H} details`, {}]]]]],
    [
      'a migration in another one’s name',
      [...founded, [C, 'Migrations:Propose', [[`migration ${H} legacy`, { programId: 'harbor' }]]]],
    ],
    [
      'a migration that its own issuer approves',
      [...founded, [H, 'Migrations:Approve', [[`migration ${H} legacy`, { programId: 'harbor' }]]]],
    ],
    ['a claim counted in passing', [[H, 'Evidence:Anchor', [[`migrated ${H} legacy x`, { count: 1, amount: '5' }]]]]],
    [
      'a bridge of another one’s programme',
      [...founded, [C, 'Bridges:Set', [['bridge harbor stamps', { status: 'open' }]]]],
    ],
    ['a bridge that goes', [...founded, [H, 'Bridges:Set', [['bridge harbor stamps', undefined]]]]],
    ['a credit in another one’s name', [...accepted, [H, 'Credit:Grant', [credit({ limit: '9' })]]]],
    ['a credit that comes with an acceptance', [...founded, [C, 'Programs:Accept', [credit({ limit: '9' })]]]],
    ['a credit that is raised by one alone', [...granted, [C, 'Credit:Grant', [credit({ limit: '99' })]]]],
    ['a raise that nobody said before', [...granted, [H, 'Credit:Raise', [credit({ limit: '99' })]]]],
    [
      'a raise by the same one twice',
      [
        ...granted,
        [H, 'Credit:Raise', [credit({ limit: '9', raise: { limit: '99', by: H } })]],
        [H, 'Credit:Raise', [credit({ limit: '99' })]],
      ],
    ],
    [
      'a raise by a third one',
      [...granted, [G, 'Credit:Raise', [credit({ limit: '9', raise: { limit: '99', by: G } })]]],
    ],
    [
      'a lane of a credit in passing',
      [[H, 'Accounts:Open', [[`credit-quota harbor ${C} 00`, { granted: '9', used: '0' }]]]],
    ],
    ['what comes back in passing', [[H, 'Accounts:Open', [[`credit-back harbor ${C} t`, { amount: '9' }]]]]],
    ['what came back and goes by itself', [[H, 'Points:Post', [[`credit-back harbor ${C} t`, undefined]]]]],
    [
      'a release in passing',
      [[H, 'Credit:Prepay', [[`credit-release harbor ${C} 2026-11`, { amount: '9', prepaid: '0' }]]]],
    ],
    [
      'a prepayment that is used up in passing',
      [[C, 'Points:Post', [[`prepayment harbor ${C} p`, { amount: '9', left: '0' }]]]],
    ],
    ['a prepayment by the debtor', [[H, 'Credit:Prepay', [[`prepayment harbor ${C} p`, { amount: '9', left: '9' }]]]]],
    [
      'a prepayment that is used up by another one’s claim',
      [[G, 'Collateral:Claim', [[`prepayment harbor ${C} p`, { amount: '9', left: '0' }]]]],
    ],
    ['a credit line in another one’s name', [[H, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]]]],
    [
      'a draw on a line by its pledgee',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [
          C,
          'Collateral:Draw',
          [
            [`credit-line ${C} l`, pledgeLine({ drawing: '1000000' })],
            [`line-payment ${C} l d`, { kind: 'draw', amount: '1000000', status: 'instructed' }],
          ],
        ],
      ],
    ],
    [
      'terms of a line that change',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [C, 'Collateral:GiveNotice', [[`credit-line ${C} l`, pledgeLine({ limit: '2000000' })]]],
      ],
    ],
    [
      'an authority’s word by no regulator',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [C, 'Collateral:Allow', [[`credit-line ${C} l`, pledgeLine({ allowed: { by: C } })]]],
      ],
    ],
    [
      'a line’s pledges let be taken by a decision about another one',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [
          H,
          'Governance:Execute',
          [
            [`credit-line ${C} l`, pledgeLine({ allowed: { proposalId: `${H}:p`, at: NOW } })],
            [`proposal ${H}:p`, { actions: [{ kind: 'allow-liquidation', mspId: C, lineId: 'k' }] }],
          ],
          { proposalId: `${H}:p` },
        ],
      ],
    ],
    [
      'a line that ends although its fee is owed, by its custodian',
      [
        [C, 'Collateral:Grant', [[`credit-line ${C} l`, pledgeLine({})]]],
        [C, 'Points:Post', [[`credit-line ${C} l`, pledgeLine({ status: 'liquidated', fee: '1000000' })]]],
        [H, 'Collateral:Close', [[`credit-line ${C} l`, pledgeLine({ status: 'closed' })]]],
      ],
    ],
    ['what crossed, counted in passing', [...founded, [H, 'Bridges:Set', [['bridge-use harbor stamps', {}]]]]],
    ['what crossed, counted by another one', [...founded, [C, 'Points:Post', [['bridge-use harbor stamps', {}]]]]],
    ['a checkpoint in another one’s name', [[C, 'Evidence:Checkpoint', [[`checkpoint ${H}`, {}]]]]],
    ['an order in passing', [[C, 'Points:Receipt', [['order x:1', {}]]]]],
    [
      'what stands against a programme, in passing',
      [[C, 'Programs:SetStatus', [['standing program harbor', { orders: [] }]]]],
    ],
    [
      'a used-up day of an account on which nothing moved',
      [[C, 'Points:Post', [[`account-day ${H}:a harbor`, { debited: '999' }]]]],
    ],
    ['a word to a cut-off', [[C, 'Clearing:CutOff', [[`cut-off 2026-11 ${H}`, {}]], { cycle: '2026-11' }]]],
    ['a word to a cut-off in passing', [[H, 'Points:Post', [[`cut-off 2026-11 ${H}`, {}]]]]],
    [
      'a cycle that is closed before its month ends',
      [[C, 'Clearing:Close', [cycle('2026-11', { status: 'closed' })], { cycle: '2026-11' }]],
    ],
    ['a cycle that nobody asked to close', [[C, 'Clearing:Close', [cycle('2026-09')], { cycle: '2026-10' }]]],
    ['another current cycle', [[C, 'Points:Post', [['current-cycle 2026-12', { cycle: '2026-12.02' }]]]]],
    [
      'a current cycle that is over',
      [[C, 'Clearing:Close', [['current-cycle 2026-12', { cycle: '2026-12', closed: true }]], { cycle: '2026-12' }]],
    ],
    [
      'folding that is pending for ever',
      [
        ...founded,
        [
          H,
          'Programs:FoldSupply',
          [total({ foldedThrough: '2026-11-01', pending: { period: '2026-11-02' } })],
          { period: '2026-11-01' },
        ],
      ],
    ],
    [
      'folding through a day to come',
      [...founded, [H, 'Programs:FoldSupply', [total({ foldedThrough: '2099-01-01' })], { period: '2099-01-01' }]],
    ],
    [
      'a folded total of another one’s',
      [
        ...founded,
        [G, 'Programs:FoldSupply', [total({ foldedThrough: '2026-11-01', returned: '9' })], { period: '2026-11-01' }],
      ],
    ],
    ['a supply row that goes in passing', [[H, 'Points:Post', [['supply harbor 2026-11-22 t', undefined]]]]],
    ['a settlement out of nothing', [[C, 'Points:Post', [settlement('due')]]]],
    [
      'what is owed on, in passing',
      [[C, 'Clearing:Close', [cycle('2026-10'), remainders('2026-10')], { cycle: '2026-10' }]],
    ],
    [
      'what is owed on after another cycle',
      [[C, 'Clearing:Close', [cycle('2026-10', { status: 'closed' }), remainders('2026-09')], { cycle: '2026-10' }]],
    ],
    [
      'what is owed on, with something else',
      [closed, [H, 'Settlements:Instruct', [remainders('2026-10')], { cycle: '2026-10' }]],
    ],
    [
      'a cut-off that is dated another time',
      [[C, 'Clearing:CutOff', [cycle('2026-11', { next: '2026-11.02', cutAt: LATER })], { cycle: '2026-11' }]],
    ],
    [
      'a cut-off that is dated anew when its cycle is closed',
      [
        [C, 'Clearing:CutOff', [cycle('2026-11', { next: '2026-11.02', cutAt: NOW })], { cycle: '2026-11' }],
        [
          C,
          'Clearing:Close',
          [cycle('2026-11', { status: 'closed', next: '2026-11.02', cutAt: LATER })],
          { cycle: '2026-11' },
        ],
      ],
    ],
    ['a settlement without a closed cycle', [[C, 'Clearing:Close', [settlement('due')], { cycle: '2026-10' }]]],
    [
      'a payment confirmed by its debtor',
      [
        closed,
        [C, 'Settlements:Instruct', [settlement('instructed')]],
        [C, 'Settlements:Confirm', [settlement('confirmed')]],
      ],
    ],
    ['a payment confirmed that was not made', [closed, [H, 'Settlements:Confirm', [settlement('confirmed')]]]],
    ['a payment instructed by its creditor', [closed, [H, 'Settlements:Instruct', [settlement('instructed')]]]],
    [
      'a dispute that another one resolves',
      [
        closed,
        [H, 'Settlements:Dispute', [settlement('disputed', { dispute: { by: H } })]],
        [C, 'Settlements:Resolve', [settlement('due')]],
      ],
    ],
    ['a rate proposed in another one’s name', [...founded, [H, 'Rates:Propose', [rate({})]]]],
    ['a rate of programmes that are others’', [...founded, [C, 'Rates:Propose', [rate({ proposedBy: C })]]]],
    [
      'a rate accepted by its proposer',
      [...founded, [G, 'Rates:Propose', [rate({})]], [G, 'Rates:Accept', [rate({ status: 'accepted' })]]],
    ],
    ['a rate that is accepted from the start', [...founded, [G, 'Rates:Propose', [rate({ status: 'accepted' })]]]],
    [
      'lanes of a rate, in passing',
      [[C, 'Programs:SetStatus', [['rate-quota greenmart harbor 000001 00', { granted: '9', used: '0' }]]]],
    ],
    ['terms proposed in another one’s name', [[H, 'Terms:Propose', [terms({})]]]],
    [
      'terms accepted by their proposer',
      [
        [G, 'Terms:Propose', [terms({})]],
        [G, 'Terms:Accept', [terms({ status: 'accepted' })]],
      ],
    ],
    ['terms of others', [[C, 'Terms:Propose', [terms({ proposedBy: C })]]]],
    ['what others agreed on', [[C, 'Terms:Accept', [[`terms-pair ${G} ${H}`, { newest: 1, accepted: 1 }]]]]],
    ['a money statement of others', [[C, 'Statements:Make', [[`statement 2026-10 ${G} ${H}`, { madeBy: C }]]]]],
    ...[{ proposalId: 'p1', vote: 'against' }, { proposalId: 'p2', vote: 'for' }, {}].map(
      (ballot): [string, Step[]] => [
        `a vote that its client cast otherwise: ${JSON.stringify(ballot)}`,
        [[H, 'Governance:Vote', [[`vote p1 ${H}`, { mspId: H, vote: 'for' }]], ballot]],
      ],
    ),
    ...[
      { effect: { kind: 'seize', amount: '10', toAccountId: `${C}:thief` } },
      { scope: { kind: 'account', accountId: `${H}:b`, programId: 'harbor' } },
      { reasonHash: 'b' },
      { expiry: 'waits' },
      { orderId: 'x:2' },
      { until: LATER },
    ].map((otherwise): [string, Step[]] => [
      `an order that its client asked for otherwise: ${Object.keys(otherwise).join()}`,
      [[G, 'Orders:Issue', [order({ from: NOW })], { ...asked, ...otherwise }]],
    ]),
    ['a vote in another one’s name', [[C, 'Governance:Vote', [[`vote p1 ${H}`, { mspId: H, vote: 'for' }]]]]],
    ['an objection in another one’s name', [[C, 'Governance:Object', [[`objection p1 ${H}`, { mspId: H }]]]]],
    [
      'an acceptance of an agreement in another one’s name',
      [[C, 'Governance:AcceptAgreement', [[`adherence 000001 ${H}`, {}]]]],
    ],
    ...['constitution', 'epoch', 'proposal p1', 'agreement 000001'].map((key): [string, Step[]] => [
      `a ${key.split(' ')[0]} in passing`,
      [[H, 'Points:Post', [[key, {}]]]],
    ]),
    ['imported lines of somebody else', [[G, 'Points:Post', [[`imported ${H} im-${'0'.repeat(40)} 0`, {}]]]]],
    ['an account that is deleted', [...founded, [H, 'Accounts:SetStatus', [[`account ${H}:a`, undefined]]]]],
    ...[
      'lot a harbor 2028-01-31 t 00000',
      `op ${H} x`,
      `imported ${H} im-${'0'.repeat(40)} 0`,
      `hold ${H} x`,
      `open-hold a harbor ${H} x`,
      'clearing 2026-11 a b c t',
    ].map((key): [string, Step[]] => [
      `a ${key.split(' ')[0]} that comes with something else`,
      [[H, 'Accounts:Open', [[key, {}]]]],
    ]),
  ];
  it.each(forged)('found: %s', (_what, steps) => {
    const wanted = steps.at(-1)!;
    expect(told(...steps)).not.toEqual([]);
    if (steps.length > 1) expect(told(...steps.slice(0, -1))).toEqual([]);
    expect(told(...steps)[0]).toContain(wanted[0]);
  });

  it('for each kind of row something', () => {
    const written = new Set(forged.flatMap(([, steps]) => steps.at(-1)![2].map(([key]) => key.split(' ')[0])));
    expect([...written].sort()).toEqual(Object.keys(rows).sort());
  });
});
