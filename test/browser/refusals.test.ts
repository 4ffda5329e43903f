/** What forms of the console are refused: said in the reader's language, with its code, at the field that it belongs to. */
import type { Role } from '@commonpoint/catalogue';
import type { Browser } from 'playwright-core';
import { en, type TextName } from '../../console/src/texts/en.js';
import { zh } from '../../console/src/texts/zh.js';
import { zhRefusals } from '../../console/src/texts/zh-refusals.js';
import { describeInBrowser } from '../support/chromium.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { unseen } from './acting.js';
import { type ConsolePage, launch } from './console-page.js';
import { type Filled, startFilled, thisMonth } from './filled.js';

jest.setTimeout(300_000);

type Field = readonly [label: TextName, value: string, optional?: 'optional'];
interface Refused {
  readonly who?: readonly [slug: string, role: Role];
  readonly path: (of: Filled) => string;
  /** What opens the form, and sends it. */
  readonly press: TextName;
  /** The row with this text has the button. */
  readonly row?: string;
  readonly fields: (of: Filled) => readonly Field[];
  readonly code: keyof typeof zhRefusals;
  readonly status: number;
  /** Which of the fields. */
  readonly at: TextName;
  /** The form is looked through and sent at once, without another step. */
  readonly isOneStep?: boolean;
}

const account = ({ accountId }: Filled) => `members/account/${encodeURIComponent(accountId)}`;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const ofHarbor = (tab?: string) => () => `programs/harbor${tab === undefined ? '' : `?tab=${tab}`}`;
const citypark = ['citypark', 'admin'] as const;
const invalid = { code: 'REQUEST_INVALID', status: 400 } as const;

const cases: Readonly<Record<string, Refused>> = {
  'issuing more than there is quota for': {
    path: account,
    press: 'members.issueTitle',
    fields: () => [['members.amount', '900000000000000000']],
    ...{ code: 'QUOTA_EXHAUSTED', status: 422, at: 'members.amount' },
  },
  'spending more than there is': {
    path: account,
    press: 'members.spendTitle',
    fields: () => [['members.amount', '900000']],
    ...{ code: 'INSUFFICIENT_POINTS', status: 422, at: 'members.amount' },
  },
  'a cap below what lanes are granted': {
    path: ofHarbor(),
    press: 'programs.changeCap',
    fields: () => [['programs.cap', '7']],
    ...{ code: 'CAP_BELOW_GRANTED', status: 422, at: 'programs.cap' },
  },
  'more quota than the cap': {
    path: ofHarbor(),
    press: 'programs.changeQuota',
    fields: () => [['programs.granted', '900000000000']],
    ...{ code: 'CAP_EXCEEDED', status: 422, at: 'programs.granted' },
  },
  'a limit of nothing': {
    path: ofHarbor('rules'),
    press: 'programs.setLimits',
    fields: () => [['limit.debitsMax', '0', 'optional']],
    ...{ ...invalid, at: 'limit.debitsMax' },
  },
  'a value beyond all money': {
    path: ofHarbor('rules'),
    press: 'programs.setValue',
    fields: () => [['programs.aPoint', '999999999999']],
    ...{ ...invalid, at: 'programs.aPoint' },
  },
  'accepting from a value beyond all money': {
    who: citypark,
    path: ofHarbor('acceptances'),
    press: 'accept.accept',
    fields: () => [['accept.from', '999999999999']],
    ...{ ...invalid, at: 'accept.from' },
  },
  'a credit below what is used': {
    who: citypark,
    path: ofHarbor('acceptances'),
    press: 'credit.grant',
    fields: () => [['credit.limit', '1']],
    ...{ code: 'CREDIT_BELOW_USED', status: 422, at: 'credit.limit' },
  },
  'a raise of the credit that is none': {
    path: ofHarbor('acceptances'),
    press: 'credit.raise',
    row: 'CityPark',
    fields: () => [['credit.limit', '10']],
    ...{ code: 'CREDIT_NOT_RAISED', status: 422, at: 'credit.limit' },
  },
  'a payment in advance without a proper id': {
    who: citypark,
    path: ofHarbor('acceptances'),
    press: 'credit.prepaid',
    fields: () => [
      ['credit.prepaymentId', 'not an id'],
      ['members.amount', '5'],
    ],
    ...{ ...invalid, at: 'credit.prepaymentId' },
  },
  'an offer of notes by a name that there is': {
    path: ofHarbor('notes'),
    press: 'notes.newOffer',
    fields: () => [
      ['notes.offerId', 'half-year'],
      ['notes.termDays', '90'],
      ['notes.rate', '4'],
      ['notes.ppmMin', '2'],
      ['notes.ppmMax', '5'],
      ['notes.ceiling', '1000'],
    ],
    ...{ code: 'NOTE_OFFER_EXISTS', status: 409, at: 'notes.offerId' },
  },
  'another rate without notice': {
    path: ofHarbor('notes'),
    press: 'notes.changeRate',
    row: 'half-year-2',
    fields: () => [
      ['notes.from', inDays(2)],
      ['notes.rate', '3'],
    ],
    ...{ code: 'NOTE_RATE_INVALID', status: 422, at: 'notes.from' },
  },
  'a note of too few points': {
    path: (of) => `${account(of)}?tab=notes`,
    press: 'members.buyNote',
    fields: () => [['members.amount', '1']],
    ...{ code: 'NOTE_TOO_SMALL', status: 422, at: 'members.amount' },
  },
  'a note given to whom it is of': {
    path: (of) => `${account(of)}?tab=notes`,
    press: 'members.transferNote',
    row: '400',
    fields: ({ accountId }) => [['members.toAccount', accountId]],
    ...{ code: 'ACCOUNTS_EQUAL', status: 422, at: 'members.toAccount' },
  },
  'a bridge by no proper name': {
    path: ofHarbor('bridges'),
    press: 'bridges.new',
    fields: () => [
      ['bridges.id', 'NO'],
      ['bridges.legacyName', 'Old cards'],
      ...(['in-perDay', 'in-inAll', 'out-perDay', 'out-inAll'] as const).map((each): Field => [
        `bridgeCap.${each}`,
        '10',
      ]),
    ],
    ...{ ...invalid, at: 'bridges.id' },
  },
  'an order on an account that there is not': {
    path: () => 'governance/orders',
    press: 'orders.issue',
    fields: () => [
      ['members.account', `HarborMSP:${'f'.repeat(32)}`],
      ['governance.reason', 'lost'],
    ],
    ...{ code: 'ACCOUNT_UNKNOWN', status: 404, at: 'members.account' },
  },
  'another reason than the order was given': {
    path: ({ orderId }) => `governance/orders/${encodeURIComponent(orderId)}`,
    press: 'orders.tell',
    fields: () => [['governance.reason', 'another one']],
    ...{ code: 'DISCLOSURE_MISMATCH', status: 422, at: 'governance.reason' },
  },
  'an order taken over until a day that is over': {
    who: ['authority', 'regulator'],
    path: ({ orderId }) => `governance/orders/${encodeURIComponent(orderId)}`,
    press: 'orders.ratify',
    fields: () => [['members.until', '2026-01-01T10:00', 'optional']],
    ...{ code: 'ORDER_PERIOD_INVALID', status: 422, at: 'members.until' },
  },
  'more returned than was spent': {
    path: ({ spentId }) => `members/operation/HarborMSP/${spentId}`,
    press: 'members.returnTitle',
    fields: () => [['members.amount', '900000']],
    ...{ code: 'REVERSAL_EXCEEDED', status: 422, at: 'members.amount', isOneStep: true },
  },
  'events sent again from a block that is to come': {
    path: ({ webhookId }) => `webhooks/${webhookId}`,
    press: 'webhooks.replay',
    fields: () => [['webhooks.from', '99999999']],
    ...{ code: 'BLOCK_AHEAD', status: 404, at: 'webhooks.from', isOneStep: true },
  },
  'events that there are not': {
    path: () => 'webhooks',
    press: 'webhooks.add',
    fields: () => [
      ['webhooks.address', 'https://hooks.example/third'],
      ['webhooks.types', 'points.lost'],
    ],
    ...{ ...invalid, at: 'webhooks.types', isOneStep: true },
  },
  'a rate by a version that there is': {
    path: () => 'programs?tab=rates',
    press: 'rates.propose',
    fields: () => [
      ['rates.source', 'harbor'],
      ['rates.target', 'greenmart'],
      ['rates.denominator', '5'],
      ['rates.numerator', '1'],
      ['orders.from', `${inDays(1)}T10:00`],
      ['members.until', `${inDays(9)}T10:00`],
      ['rates.quota', '100'],
    ],
    ...{ code: 'RATE_EXISTS', status: 409, at: 'terms.version' },
  },
  'a rate that ends before it begins': {
    path: () => 'programs?tab=rates',
    press: 'rates.propose',
    fields: () => [
      ['rates.source', 'harbor'],
      ['rates.target', 'greenmart'],
      ['terms.version', '9'],
      ['rates.denominator', '5'],
      ['rates.numerator', '1'],
      ['orders.from', `${inDays(9)}T10:00`],
      ['members.until', `${inDays(1)}T10:00`],
      ['rates.quota', '100'],
    ],
    ...{ code: 'RATE_PERIOD_INVALID', status: 422, at: 'members.until' },
  },
  'terms by a version that is not the next one': {
    path: () => 'clearing/terms',
    press: 'terms.propose',
    fields: () => [
      ['terms.counterparty', 'CityParkMSP'],
      ['terms.version', '5'],
      ['terms.validFrom', '2027-01'],
    ],
    ...{ code: 'TERMS_VERSION_WRONG', status: 409, at: 'terms.version' },
  },
  'a money statement with whom there are no terms': {
    path: () => `clearing/cycles/${thisMonth()}`,
    press: 'moneyStatement.make',
    fields: () => [['terms.counterparty', 'CityParkMSP']],
    ...{ code: 'STATEMENT_NOT_DUE', status: 422, at: 'terms.counterparty' },
  },
  'a cycle that is not paid yet, and said to be': {
    who: citypark,
    path: ofHarbor('acceptances'),
    press: 'credit.release',
    fields: () => [['clearing.cycle', thisMonth()]],
    ...{ code: 'CREDIT_NOT_SETTLED', status: 422, at: 'clearing.cycle' },
  },
  'a programme by another one’s name': {
    path: () => 'programs',
    press: 'programs.create',
    fields: () => [
      ['members.id', 'greenmart-2'],
      ['propose.name', 'Another'],
      ['programs.cap', '1000'],
    ],
    ...{ code: 'PROGRAM_ID_NOT_YOURS', status: 403, at: 'members.id' },
  },
  'figures of a month that has some': {
    path: () => 'audit',
    press: 'figures.record',
    fields: () => [
      ['programs.month', thisMonth()],
      ['figure.margin', '-12.50', 'optional'],
    ],
    ...{ code: 'FIGURES_EXIST', status: 409, at: 'programs.month' },
  },
  'a snapshot that was never taken': {
    path: () => 'imports?tab=migrations',
    press: 'migrations.propose',
    fields: () => [['members.id', 'none-such']],
    ...{ code: 'SNAPSHOT_UNKNOWN', status: 404, at: 'members.id' },
  },
  'points moved to nobody': {
    path: (of) => `${account(of)}?tab=manage`,
    press: 'manage.transfer',
    fields: () => [
      ['members.program', 'harbor'],
      ['members.amount', '5'],
      ['members.toAccount', `HarborMSP:${'f'.repeat(32)}`],
    ],
    ...{ code: 'ACCOUNT_UNKNOWN', status: 404, at: 'members.toAccount' },
  },
  'a reference that leads elsewhere': {
    path: (of) => `${account(of)}?tab=manage`,
    press: 'manage.addReference',
    fields: () => [['members.reference', 'm-2']],
    ...{ code: 'REFERENCE_ELSEWHERE', status: 409, at: 'members.reference' },
  },
  'a key that is none': {
    path: (of) => `${account(of)}?tab=manage`,
    press: 'manage.recover',
    fields: () => [['manage.newKey', '{ "kty": "OKP" }']],
    ...{ ...invalid, at: 'manage.newKey' },
  },
  'forgetting a member by another one’s reference': {
    path: (of) => `${account(of)}?tab=manage`,
    press: 'manage.erase',
    fields: () => [['manage.references', 'm-2']],
    ...{ code: 'REFERENCE_ELSEWHERE', status: 409, at: 'manage.references' },
  },
  'capturing more than is held': {
    path: () => 'members?tab=holds',
    press: 'members.capture',
    row: '150',
    fields: () => [['members.amount', '99999', 'optional']],
    ...{ code: 'HOLD_EXCEEDED', status: 422, at: 'members.amount' },
  },
  'leaving at once': {
    who: ['harbor', 'delegate'],
    path: () => 'governance/constitution',
    press: 'governance.leave',
    fields: () => [['programs.woundDown', inDays(2)]],
    ...{ code: 'LEAVING_TOO_SOON', status: 422, at: 'programs.woundDown' },
  },
  'a line that secures, and is over already': {
    who: citypark,
    path: (of) => `${account(of)}?tab=lines`,
    press: 'lines.grant',
    fields: () => [
      ['members.program', 'greenmart'],
      ['lines.limit', '10'],
      ['lines.until', inDays(-1)],
      ['lines.secures', 'custodian', 'optional'],
    ],
    ...{ code: 'LINE_TERM_INVALID', status: 422, at: 'lines.until' },
  },
};

describeInBrowser('refusals in the console', (executablePath) => {
  let browser: Browser;
  let filled: Filled;
  beforeAll(async () => {
    browser = await launch(executablePath);
    filled = await startFilled(browser);
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await filled?.consoles.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await filled?.remove();
  });

  const fieldOf = ({ page }: ConsolePage, label: string) =>
    page.locator('dialog[open]').getByLabel(label, { exact: true });
  /** Which field is marked as wrong: its label, and what stands below it. */
  const marked = async ({ page }: ConsolePage): Promise<readonly string[]> => {
    await page.locator('[aria-invalid="true"]').waitFor();
    return page.evaluate(() =>
      [...document.querySelectorAll('[aria-invalid="true"]')].flatMap(({ id }) => [
        document.querySelector(`label[for="${id}"]`)?.textContent ?? '',
        document.getElementById(`${id}-about`)?.textContent ?? '',
      ]),
    );
  };
  /** What browsers tell of every answer that is no success; what may pass is asked for again. */
  const wasTold = (console: ConsolePage, status: number): void => {
    const complaints = console.complaints.splice(0);
    expect(complaints).toEqual(complaints.map(() => expect.stringContaining(`a status of ${status}`)));
    expect(complaints).not.toEqual([]);
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const { who = ['harbor', 'admin'] as const, path, press, row, fields, code, status, at, isOneStep } = cases[name]!;
    const [slug, role] = who;
    for (const language of ['zh', 'en'] as const) {
      const texts = language === 'zh' ? zh : en;
      const labelOf = (label: TextName, optional?: string): string =>
        optional ? texts['field.optional'].replace('{name}', texts[label]) : texts[label];
      const console = await filled.consoles.open(slug, role, { language });
      const { page } = console;
      await console.go(path(filled));
      const name = new RegExp(`^${texts[press === 'members.returnTitle' ? 'members.return' : press]}$`);
      const place =
        row === undefined
          ? page.locator('main')
          : page.locator('main tbody tr', { hasText: row, has: page.getByRole('button', { name }) }).last();
      await place.getByRole('button', { name }).first().click();
      for (const [label, value, optional] of fields(filled)) {
        const field = fieldOf(console, labelOf(label, optional));
        if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value);
        else await field.fill(value);
      }
      if (!isOneStep) await console.confirm(texts['members.preview']);
      await console.confirm(texts[press]);
      const optional = fields(filled).find(([label]) => label === at)?.[2];
      const field = labelOf(at, optional);
      const inWords = language === 'zh' ? zhRefusals[code] : undefined;
      await console.says('dialog .failure', [code, ...(inWords === undefined ? [] : [inWords])]);
      wasTold(console, status);
      if (!isOneStep) {
        await console.says('dialog .failure', [texts['part.where'].replace('{pointer}', texts[at])]);
        await console.confirm(texts['members.change1']);
      }
      const [where, said] = await marked(console);
      expect([where, said]).toEqual([field, inWords ?? expect.stringMatching(/\w/)]);
      expect(await console.findings()).toEqual([]);
      await console.close();
    }
  });

  it('what is not of a dialog is refused at its field as well', async () => {
    const console = await filled.consoles.open('harbor', 'delegate', { language: 'zh' });
    const { page } = console;
    await console.go('governance/propose');
    await page.getByLabel(zh['propose.id'], { exact: true }).fill('suspension-1');
    await console.press(zh['members.preview']);
    await console.press(zh['propose.go']);
    await console.says('main .failure', ['PROPOSAL_EXISTS', zhRefusals.PROPOSAL_EXISTS]);
    expect(await marked(console)).toEqual([zh['propose.id'], zhRefusals.PROPOSAL_EXISTS]);
    wasTold(console, 409);
    const auditor = await filled.consoles.open('auditor', 'auditor', { language: 'zh' });
    await auditor.go('audit');
    await auditor.page.getByLabel(zh['audit.ofMember']).fill(`HarborMSP:${'f'.repeat(32)}`);
    await auditor.page.getByRole('button', { name: zh['audit.download'] }).first().click();
    await auditor.says('main .failure', ['ACCOUNT_UNKNOWN']);
    expect(await marked(auditor)).toEqual([zh['audit.ofMember'], zhRefusals.ACCOUNT_UNKNOWN]);
    wasTold(auditor, 404);
    const operator = await filled.consoles.open('harbor', 'operator', { language: 'zh' });
    await operator.go('imports');
    const buffer = Buffer.from('customer_id,amount,date\nm-1,12.50,2026-11-28\n');
    await operator.page.setInputFiles('input[type=file]', { name: 'a.csv', mimeType: 'text/csv', buffer });
    await operator.page.locator('.preview').waitFor();
    await operator.page.getByLabel(zh['imports.pointsPerUnit']).fill('many');
    await operator.says('main .failure', ['REQUEST_INVALID', zhRefusals.REQUEST_INVALID]);
    expect((await marked(operator))[0]).toBe(zh['imports.pointsPerUnit']);
    // Nothing of before is left that could be imported.
    expect(await operator.page.getByRole('button', { name: zh['imports.go'] }).count()).toBe(0);
    for (const complaint of operator.complaints.splice(0)) expect(complaint).toContain('a status of 400');
  });

  it('who is too late is told so: somebody else was first', async () => {
    const { consortium, accountId, proposalId, consoles } = filled;
    const late = async (
      who: readonly [string, Role],
      path: string,
      press: TextName,
      [addresses, happen]: readonly [RegExp, () => Promise<unknown>],
      [code, status]: readonly [keyof typeof zhRefusals, number],
      before: (console: ConsolePage) => Promise<void> = () => Promise.resolve(),
    ): Promise<void> => {
      const console = await consoles.open(...who, { language: 'zh' });
      await console.go(path);
      await console.page.getByRole('button', { name: zh[press], exact: true }).first().click();
      const go = await unseen(console, addresses, happen);
      await before(console);
      await console.confirm(zh[press]);
      await console.says('dialog .failure', [code, zhRefusals[code]]);
      wasTold(console, status);
      await go();
      await console.close();
    };
    const harbor = consortium.as('harbor', 'admin');
    const params = { accountId };
    await late(
      ['harbor', 'operator'],
      account(filled),
      'members.freeze',
      [
        /\/v1\/accounts\//,
        () => harbor.patch('/v1/accounts/{accountId}', { status: 'frozen' }, { params, ifMatch: '*' }),
      ],
      ['PRECONDITION_FAILED', 412],
    );
    await harbor.patch('/v1/accounts/{accountId}', { status: 'active' }, { params, ifMatch: '*' });
    await late(
      ['citypark', 'delegate'],
      `governance/${encodeURIComponent(proposalId)}`,
      'governance.vote',
      [
        /\/v1\/proposals\//,
        () => consoles.asDelegate('citypark', `/v1/proposals/${proposalId}/votes`, { vote: 'against' }),
      ],
      ['VOTE_EXISTS', 409],
    );
  });
});
