/** What tables of the console have to show: every row that REST has of it, each cell as a reader of en-GB writes it. */
import type { Client, Routes } from '@commonpoint/client';
import { en } from '../../console/src/texts/en.js';
import type { Filled } from './filled.js';
import { thisMonth } from './filled.js';

const format = new Intl.NumberFormat('en-GB');
export const points = (amount: string | number): string => format.format(BigInt(amount));
/** With a sign, but for nothing. */
const signed = (change: string): string => (/^[1-9]/.test(change) ? `+${points(change)}` : points(change));
export const count = (number: number): string => format.format(number);
/** From millionths of a cent. */
export const usd = (millionths: string, digits = 2): string =>
  new Intl.NumberFormat('en-GB', {
    ...{ style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: digits },
  }).format(Number(millionths) / 100_000_000);
export const time = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
export const exact = (iso: string | undefined): string =>
  iso === undefined
    ? '—'
    : new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(iso));
export const day = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));
export const month = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(iso.slice(0, 7)),
  );
const cycleName = (cycle: string): string =>
  cycle.includes('.') ? `${month(cycle)}, part ${Number(cycle.split('.')[1])}` : month(cycle);
/** A text of a closed list, which has to be there. */
export const text = (group: string, value: string): string => {
  const found = (en as Readonly<Record<string, string>>)[`${group}.${value}`];
  if (found === undefined) throw new Error(`no text of ${group}.${value}`);
  return found;
};
export const org = (mspId: string): string => mspId.replace(/MSP$/, '');
/** Ids longer than 13 characters are shown by their first 8, with whose they are. */
export const short = (id: string): string => {
  const [owner, rest] = id.includes(':')
    ? [`${org(id.split(':', 1)[0]!)} · `, id.slice(id.indexOf(':') + 1)]
    : ['', id];
  return owner + (rest.length > 13 ? `${rest.slice(0, 8)}…` : rest);
};
const programs: Readonly<Record<string, string>> = {
  harbor: 'Harbor Points',
  citypark: 'CityPark Minutes',
  greenmart: 'GreenMart Leaves',
};
/** Cells that change while one looks. */
export const any = '(whatever)';
type Cell = string;

export interface Expected {
  /** The table's caption. */
  readonly caption: string;
  readonly path: (of: Filled) => string;
  readonly slug?: string;
  /** Which answers of the gateway come a row at a time; none where the list has no pages. */
  readonly paged?: RegExp;
  /** At the least, so that a list with pages has two. */
  readonly rowsMin?: number;
  readonly rows: (client: Client, of: Filled) => Promise<readonly (readonly Cell[])[]>;
}

async function all<Page, Row>(pages: AsyncIterable<Page>, rowsOf: (page: Page) => readonly Row[]): Promise<Row[]> {
  const found: Row[] = [];
  for await (const page of pages) found.push(...rowsOf(page));
  return found;
}

const account = (tab: string) => (of: Filled) => `members/account/${encodeURIComponent(of.accountId)}?tab=${tab}`;
const ofAccount = ({ accountId }: Filled) => ({ params: { accountId } });
const line = { params: { mspId: 'CityParkMSP', lineId: 'line-1' } };
const harbor = { params: { programId: 'harbor' } };
const closed = { params: { cycle: thisMonth() } };
const cyclePath = () => `clearing/cycles/${thisMonth()}`;
type Cycle = Routes['/v1/clearing/cycles/{cycle}']['get']['reply'];
const ofCycle =
  <Row>(rowsOf: (cycle: Cycle) => readonly Row[], cells: (row: Row) => readonly Cell[]): Expected['rows'] =>
  async (client) =>
    rowsOf(await client.get('/v1/clearing/cycles/{cycle}', closed)).map(cells);

export const tables: Readonly<Record<string, Expected>> = {
  'accounts in custody': {
    caption: en['members.accounts'],
    path: () => 'members?tab=accounts',
    paged: /\/v1\/accounts$/,
    rowsMin: 3,
    rows: async (client) =>
      (await all(client.pages('/v1/accounts'), (page) => page.accounts)).map((each) => [
        ...[short(each.accountId), text('accountKind', each.kind), text('status', each.status), time(each.openedAt)],
      ]),
  },
  'own operations': {
    caption: en['members.operations'],
    path: () => 'members',
    paged: /\/v1\/operations$/,
    rowsMin: 10,
    rows: async (client) =>
      (await all(client.pages('/v1/operations', {}), ({ operations }) => operations)).map((each) => [
        `${text('kind', each.kind ?? 'issue')} ${each.operationId.slice(0, 11)}…`,
        `${each.amount === undefined ? '' : points(each.amount)} ${programs[each.programId ?? ''] ?? ''}`.trim(),
        short(each.accountId ?? each.fromAccountId ?? ''),
        text('status', each.state),
        time(each.txTime ?? each.recordedAt ?? ''),
        each.client ?? '',
      ]),
  },
  'lots of an account': {
    caption: en['members.lots'],
    path: account('lots'),
    paged: /\/lots$/,
    rowsMin: 2,
    rows: async (client, of) =>
      (await all(client.pages('/v1/accounts/{accountId}/lots', ofAccount(of)), ({ lots }) => lots)).map((each) => [
        ...[day(each.expiry), points(each.amount), programs[each.programId]!],
        each.maturesOn === undefined ? 'Now' : day(each.maturesOn),
        short(each.originId),
      ]),
  },
  'statement of an account': {
    caption: en['members.statement'],
    path: account('statement'),
    paged: /\/statement$/,
    rowsMin: 5,
    rows: async (client, of) =>
      (await all(client.pages('/v1/accounts/{accountId}/statement', ofAccount(of)), ({ entries }) => entries)).map(
        (each) => [
          text('kind', each.kind),
          signed(each.change),
          programs[each.programId]!,
          org(each.acceptor ?? each.mspId),
          time(each.txTime),
          String(each.blockNumber),
        ],
      ),
  },
  'holds of an account': {
    caption: en['members.holds'],
    path: account('holds'),
    paged: /\/holds$/,
    rowsMin: 2,
    rows: async (client, of) =>
      (await all(client.pages('/v1/accounts/{accountId}/holds', ofAccount(of)), ({ holds }) => holds)).map((each) => {
        const { mspId, beneficiary = mspId, lineId, bridgeId } = each;
        const may = lineId === undefined && bridgeId === undefined;
        return [
          ...[short(each.holdId), points(each.amount), programs[each.programId]!, org(mspId)],
          lineId === undefined ? org(beneficiary) : `${org(beneficiary)} ${en['lines.pledgeTitle']}`,
          time(each.expiresAt),
          // As Harbor sees it.
          [
            ...(may && beneficiary === 'HarborMSP' ? [en['members.capture']] : []),
            ...(may && [mspId, beneficiary].includes('HarborMSP') ? [en['members.giveBack']] : []),
          ].join(' '),
        ];
      }),
  },
  'notes of an account': {
    caption: en['members.notes'],
    path: account('notes'),
    paged: /\/notes$/,
    rowsMin: 2,
    rows: async (client, of) => {
      const notes = await all(client.pages('/v1/accounts/{accountId}/notes', ofAccount(of)), (page) => page.notes);
      return Promise.all(
        notes.map(async ({ mspId, noteId }) => {
          const query = { noteMspId: mspId };
          const note = await client.get('/v1/notes/{noteId}', { params: { noteId }, query });
          return [
            `${short(noteId)}${note.pledge === undefined ? '' : ` ${text('kind', 'pledge-note')}`}`,
            ...[points(note.principal), points(note.atEnd), programs[note.programId]!, day(note.from), day(note.until)],
            note.pledge === undefined ? 'End early Give away' : '',
          ];
        }),
      );
    },
  },
  'credit lines of an account': {
    caption: en['lines.title'],
    path: account('lines'),
    paged: /\/v1\/credit-lines$/,
    rowsMin: 2,
    rows: async (client, of) => lineRows(await linesOf(client, { accountId: of.accountId })),
  },
  'credit lines': {
    caption: en['lines.title'],
    path: () => 'lines',
    paged: /\/v1\/credit-lines$/,
    rowsMin: 2,
    rows: async (client) => lineRows(await linesOf(client, {})),
  },
  'payments of a credit line': {
    caption: en['clearing.payments'],
    path: () => 'lines/CityParkMSP/line-1',
    paged: /\/payments$/,
    rowsMin: 2,
    rows: async (client) =>
      (await all(client.pages('/v1/credit-lines/{mspId}/{lineId}/payments', line), (page) => page.payments)).map(
        (each) => [
          ...[short(each.paymentId), text('linePayment', each.kind), usd(each.amount)],
          text(each.kind === 'draw' ? 'drawStatus' : 'repaymentStatus', each.status),
          ...[each.reference ?? '', time(each.instructedAt), 'Withdraw'],
        ],
      ),
  },
  'pledges of a credit line': {
    caption: en['lines.pledges'],
    path: () => 'lines/CityParkMSP/line-1',
    rowsMin: 3,
    rows: async (client) =>
      (await client.get('/v1/credit-lines/{mspId}/{lineId}', line)).pledges.map((each) => [
        ...[short(each.pledgeId), points(each.amount), org(each.mspId), 'Release'],
      ]),
  },
  'who takes points': {
    caption: en['accept.title'],
    path: () => 'programs/harbor?tab=acceptances',
    paged: /\/acceptances$/,
    rowsMin: 2,
    rows: async (client) => {
      const found = await all(client.pages('/v1/programs/{programId}/acceptances', harbor), (page) => page.acceptances);
      return Promise.all(
        found.map(async ({ mspId, inForce, valueMin, credit, acceptedAt }) => {
          const of =
            credit &&
            (await client.get('/v1/programs/{programId}/credit/{mspId}', { params: { programId: 'harbor', mspId } }));
          return [
            ...[org(mspId), inForce ? 'In force' : 'Over', usd(valueMin, 8)],
            ...(of ? [points(of.credit.limit), `${points(of.used)} ${en['members.statement']}`] : ['', '']),
            ...[time(acceptedAt), of ? 'Raise the credit' : ''],
          ];
        }),
      );
    },
  },
  'offers of notes': {
    caption: en['notes.offers'],
    path: () => 'programs/harbor?tab=notes',
    paged: /\/v1\/note-offers$/,
    rowsMin: 2,
    rows: async (client) => {
      const found = await all(
        client.pages('/v1/note-offers', { query: { programId: 'harbor' } }),
        ({ offers }) => offers,
      );
      return Promise.all(
        found.map(async ({ offerId }) => {
          const params = { programId: 'harbor', offerId };
          const offer = await client.get('/v1/note-offers/{programId}/{offerId}', { params });
          return [
            ...[offerId, text('offer', offer.status), `${offer.days} days`, '4% between 2% and 5%'],
            'after 0 days, 50% of what was earned',
            `${points(offer.remaining)} of ${points(offer.ceiling)}`,
            'Announce a rate Close the offer',
          ];
        }),
      );
    },
  },
  lanes: {
    caption: en['programs.lanes'],
    path: () => 'programs/harbor',
    rowsMin: 16,
    rows: async (client) =>
      (await client.get('/v1/programs/{programId}/quota', harbor)).lanes.map((each) => [
        ...[String(each.lane), points(each.granted), points(each.used), ''],
      ]),
  },
  'what expires when': {
    caption: en['programs.expiring'],
    path: () => 'programs/harbor',
    rowsMin: 1,
    rows: async (client) =>
      (await client.get('/v1/programs/{programId}/expiring', harbor)).months.map((each) => [
        ...[month(each.month), points(each.amount)],
      ]),
  },
  liability: {
    caption: en['programs.liability'],
    path: () => 'programs/harbor',
    rowsMin: 1,
    rows: async (client) =>
      (await client.get('/v1/programs/{programId}/liability', harbor)).cohorts.map((each) => [
        ...[month(each.month), points(each.issued), points(each.redeemed), points(each.expired)],
        ...[points(each.outstanding), en['programs.tooEarly']],
      ]),
  },
  'clearing values': {
    caption: en['programs.clearingValue'],
    path: () => 'programs/harbor?tab=rules',
    rowsMin: 1,
    rows: async (client) =>
      ((await client.get('/v1/programs/{programId}', harbor)).clearingValues ?? [])
        .toReversed()
        .map((each) => [cycleName(each.fromCycle), usd(each.clearingValue, 6)]),
  },
  cycles: {
    caption: en['clearing.cycles'],
    path: () => 'clearing',
    rowsMin: 2,
    rows: async (client) =>
      (await client.get('/v1/clearing/cycles')).cycles.map((each) => [
        cycleName(each.cycle),
        text('cycle', each.status),
      ]),
  },
  'net amounts of a cycle': {
    caption: en['clearing.net'],
    path: cyclePath,
    rowsMin: 2,
    rows: ofCycle(
      ({ moneyNet }) => moneyNet,
      ({ mspId, amount }) => [org(mspId), usd(amount)],
    ),
  },
  'payments of a cycle': {
    caption: en['clearing.payments'],
    path: cyclePath,
    rowsMin: 1,
    rows: ofCycle(
      ({ payments }) => payments,
      ({ debtor, creditor, amount }) => [`${org(debtor)} → ${org(creditor)}`, usd(amount)],
    ),
  },
  'positions of a cycle': {
    caption: en['clearing.positions'],
    path: cyclePath,
    rowsMin: 1,
    rows: ofCycle(
      ({ positions }) => positions,
      ({ debtor, creditor, programId, amount, worth }) => [
        ...[`${org(debtor)} → ${org(creditor)}`, programs[programId]!, points(amount), usd(worth)],
      ],
    ),
  },
  settlements: {
    caption: en['clearing.settlements'],
    path: () => 'clearing/settlements',
    paged: /\/v1\/settlements$/,
    rowsMin: 1,
    rows: async (client) =>
      (await all(client.pages('/v1/settlements'), (page) => page.settlements)).map((each) => [
        ...[cycleName(each.cycle), `${org(each.debtor)} → ${org(each.creditor)}`, usd(each.amount)],
        ...[text('settlement', each.status), day(each.dueSince), each.reference ?? '', 'Paid Dispute'],
      ]),
  },
  'what is due, by age': {
    caption: en['settlements.aged'],
    path: () => 'clearing/settlements',
    rowsMin: 1,
    rows: async (client) =>
      (await client.get('/v1/settlements/aged')).pairs.map((each) => [
        `${org(each.debtor)} → ${org(each.creditor)}`,
        ...[each.upTo30Days, each.upTo60Days, each.upTo90Days, each.over90Days].map((amount) => usd(amount)),
        ...[usd(each.total), usd(each.disputed)],
      ]),
  },
  terms: {
    caption: en['clearing.terms'],
    path: () => 'clearing/terms',
    paged: /\/v1\/terms$/,
    rowsMin: 2,
    rows: async (client) =>
      (await all(client.pages('/v1/terms'), (page) => page.terms)).map((each) => [
        ...[each.parties.map(org).join(' · '), String(each.version), text('status', each.status)],
        ...[org(each.proposedBy), time(each.proposedAt), `${each.hash.slice(0, 12)}…`],
      ]),
  },
  imports: {
    caption: en['imports.before'],
    path: () => 'imports',
    paged: /\/v1\/imports$/,
    rowsMin: 2,
    rows: async (client) =>
      (await all(client.pages('/v1/imports'), (page) => page.imports)).map((each) => [
        ...[`${each.importId.slice(0, 14)}…`, text('import', each.state), programs[each.programId]!],
        ...[count(each.rowsTotal), count(each.rowsRejected), points(each.pointsIssued), time(each.createdAt)],
      ]),
  },
  proposals: {
    caption: en['governance.proposals'],
    path: () => 'governance',
    paged: /\/v1\/proposals$/,
    rowsMin: 2,
    rows: async (client) =>
      (await all(client.pages('/v1/proposals'), (page) => page.proposals)).map((each) => [
        ...[each.actions.map(({ kind }) => text('action', kind)).join(', '), org(each.proposer)],
        text('proposal', each.status),
        each.tally
          ? `${each.tally.for} for, ${each.tally.against} against, ${each.tally.abstain} abstain, of ${each.voters.length}`
          : en['governance.notCounted'],
        ...[time(each.proposedAt), any],
      ]),
  },
  'votes on a proposal': {
    caption: en['governance.votes'],
    path: ({ proposalId }) => `governance/${encodeURIComponent(proposalId)}`,
    rowsMin: 2,
    rows: async (client, { proposalId }) => {
      const { voters, votes } = await client.get('/v1/proposals/{proposalId}', { params: { proposalId } });
      return voters.map((mspId) => {
        const vote = votes.find((each) => each.mspId === mspId);
        return vote ? [org(mspId), text('vote', vote.vote), time(vote.votedAt)] : [org(mspId), 'Not yet', ''];
      });
    },
  },
  members: {
    caption: en['governance.members'],
    path: () => 'governance/constitution',
    rowsMin: 5,
    rows: async (client) =>
      (await client.get('/v1/members')).members.map((each) => [
        ...[each.name, text('organizationKind', each.kind), text('member', each.status), any, time(each.registeredAt)],
      ]),
  },
  'rules of deciding': {
    caption: en['governance.rules'],
    path: () => 'governance/constitution',
    rowsMin: 6,
    rows: async (client) => {
      const { rules } = (await client.get('/v1/constitution')).constitution;
      return (['members', 'constitution', 'agreement', 'programs', 'orders', 'network'] as const).map((subject) => {
        const { moreThan, quorum, votingSeconds, timeLockSeconds, stoppedBy } = rules[subject];
        const hours = (seconds: number) => `${count(Math.round(seconds / 3_600))} h`;
        return [
          ...[text('subject', subject), moreThan, quorum, hours(votingSeconds), hours(timeLockSeconds)],
          stoppedBy,
        ];
      });
    },
  },
  orders: {
    caption: en['governance.orders'],
    path: () => 'governance/orders',
    paged: /\/v1\/orders$/,
    rowsMin: 2,
    rows: async (client) =>
      (await all(client.pages('/v1/orders'), (page) => page.orders)).map((each) => [
        text('effect', each.effect.kind),
        'accountId' in each.scope ? short(each.scope.accountId) : any,
        ...[text('order', each.status), text('basis', each.basis), org(each.issuedBy ?? ''), time(each.from)],
        each.until === undefined ? '' : time(each.until),
      ]),
  },
  'organisations and nodes': {
    caption: en['network.organizations'],
    path: () => 'network',
    rowsMin: 4,
    rows: async (client) => {
      const [network, { organizations }] = await Promise.all([
        client.get('/v1/network'),
        client.get('/v1/organizations'),
      ]);
      return network.organizations.map((mspId) => {
        const member = organizations.find((each) => each.mspId === mspId)!;
        const own = network.orderers.filter((each) => each.mspId === mspId).map(({ endpoint }) => endpoint);
        return [
          ...[org(mspId), `${text('organizationKind', member.kind)} ${text('member', member.status)}`],
          ...[own.join(', ') || '—', any, any],
        ];
      });
    },
  },
  certificates: {
    caption: en['certificates.all'],
    path: () => 'certificates',
    rowsMin: 5,
    rows: async (client) =>
      (await client.get('/v1/certificates')).certificates.map((each) => [any, any, each.name, time(each.endsAt), any]),
  },
  webhooks: {
    caption: en['webhooks.all'],
    path: () => 'webhooks',
    rowsMin: 2,
    rows: async (client) =>
      (await client.get('/v1/webhooks')).webhooks.map((each) => [
        ...[each.url, text('webhook', each.status), 'All of them', any, any],
      ]),
  },
  'attempts of a webhook': {
    caption: en['webhooks.attempts'],
    path: ({ webhookId }) => `webhooks/${webhookId}`,
    paged: /\/attempts$/,
    rowsMin: 2,
    rows: async (client, { webhookId }) =>
      (
        await all(client.pages('/v1/webhooks/{webhookId}/attempts', { params: { webhookId } }), (page) => page.attempts)
      ).map((each) => [
        ...[each.eventId, text('attemptError', each.error ?? '')],
        ...[String(each.number), `${count(each.durationMs)} ms`, exact(each.at)],
      ]),
  },
  'API keys': {
    caption: en['access.keys'],
    path: () => 'access',
    rowsMin: 3,
    rows: async (client) =>
      (await client.get('/v1/keys')).keys.map((each) => [
        ...[
          each.id,
          each.client,
          text('role', each.role),
          each.revokedAt === undefined ? 'In use' : 'Revoked',
          any,
          any,
        ],
      ]),
  },
  disclosures: {
    caption: en['audit.disclosures'],
    path: () => 'audit',
    slug: 'auditor',
    rowsMin: 2,
    rows: async (client) =>
      (await client.get('/v1/disclosures')).disclosures.map(({ figure, verdict, finding, disclosedAt }) => [
        ...[`${figure.name} ${figure.period}`, org(figure.owner), figure.value ?? '', text('verdict', verdict)],
        ...[finding ?? '', time(disclosedAt)],
      ]),
  },
  blocks: {
    caption: en['explorer.blocks'],
    path: () => 'explorer',
    paged: /\/v1\/explorer\/blocks$/,
    rowsMin: 20,
    rows: async (client) =>
      (await all(client.pages('/v1/explorer/blocks'), (page) => page.blocks)).map((each) => [
        ...[String(each.number), exact(each.time), count(each.transactions)],
        ...[count(each.transactions - each.validTransactions), short(each.hash)],
      ]),
  },
  configurations: {
    caption: en['explorer.configurations'],
    path: () => 'explorer?tab=configurations',
    paged: /\/v1\/explorer\/configurations$/,
    rowsMin: 1,
    rows: async (client) =>
      (await all(client.pages('/v1/explorer/configurations'), (page) => page.configurations)).map((each) => [
        ...[count(each.configuration ?? 0), String(each.number), short(each.hash)],
      ]),
  },
  'history of a key': {
    caption: en['explorer.history'],
    path: () => 'explorer/history?key=credit-line%2FCityParkMSP%2Fline-1',
    paged: /\/v1\/explorer\/history$/,
    rowsMin: 3,
    rows: async (client) => {
      const query = { key: 'credit-line/CityParkMSP/line-1' };
      return (await all(client.pages('/v1/explorer/history', { query }), (page) => page.versions)).map((each) => [
        ...[String(each.block), exact(each.time), org(each.creator?.mspId ?? ''), each.called ?? '—'],
        ...[short(each.txId ?? ''), 'Content'],
      ]);
    },
  },
  'transactions of a block': {
    caption: en['explorer.transactions'],
    path: ({ block }) => `explorer/blocks/${block}`,
    rowsMin: 1,
    rows: async (client, { block }) =>
      (await client.get('/v1/explorer/blocks/{block}', { params: { block: String(block) } })).transactions.map(
        (each) => [
          ...[
            short(each.txId ?? ''),
            text('verdict', each.verdict),
            each.called ?? '—',
            org(each.creator?.mspId ?? ''),
          ],
          exact(each.time),
        ],
      ),
  },
  'what a transaction wrote': {
    caption: 'Written: {count} rows',
    path: ({ txId }) => `explorer/transactions/${txId}`,
    rowsMin: 3,
    rows: async (client, { txId }) =>
      (await client.get('/v1/explorer/transactions/{txId}', { params: { txId } })).writes.map(({ isDeleted }) => [
        ...[any, isDeleted ? 'Deleted' : 'Content'],
      ]),
  },
};

const linesOf = (client: Client, query: { readonly accountId?: string }) =>
  all(client.pages('/v1/credit-lines', { query }), (page) => page.lines);

const lineRows = (lines: Awaited<ReturnType<typeof linesOf>>): readonly (readonly Cell[])[] =>
  lines.map((each) => [
    ...[short(each.lineId), org(each.mspId), short(each.accountId), programs[each.programId]!],
    ...[usd(each.limit), usd(each.drawn), day(each.until), text('line', each.status)],
  ]);
