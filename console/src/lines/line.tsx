/** One credit line: its terms, what is drawn against what pledges cover, its pledges, and what is said of the money. */
import type { JSX } from 'preact';
import { listOf } from '../data/lists.js';
import { useProgramNames } from '../data/names.js';
import { useProgramList } from '../data/programs.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Day, Facts, Id, Loaded, Meter, Organization, Page, Status, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { count, money, organizationName, percent, share } from '../texts/format.js';
import { t } from '../texts/text.js';
import { leftOf, type Line, lineActions, type Spoken } from './line-actions.js';
import { LineStatement } from './line-statement.js';
import { lineEvents } from './line-table.js';
import { Payments } from './payments.js';
import { Pledges } from './pledges.js';

export function LinePage({ mspId, lineId }: { mspId: string; lineId: string }): JSX.Element {
  const { who } = useSession();
  const programs = useProgramList();
  const reading = useRead(
    `credit-line ${mspId} ${lineId}`,
    async (client, signal) => {
      const line = await client.get('/v1/credit-lines/{mspId}/{lineId}', { params: { mspId, lineId }, signal });
      const { custodian } = await client.get('/v1/accounts/{accountId}', {
        params: { accountId: line.accountId },
        signal,
      });
      const params = { accountId: line.accountId };
      const all =
        custodian === who.mspId
          ? await listOf(client.pages('/v1/accounts/{accountId}/notes', { params, signal }), ({ notes }) => notes)
          : [];
      return {
        line,
        custodian,
        notes: all.filter(({ programId, pledge }) => programId === line.programId && pledge === undefined),
      };
    },
    [...lineEvents, 'note.'],
  );
  const spoken: Spoken | undefined =
    reading.value && programs.value
      ? {
          line: reading.value.line,
          currency: programs.value.currency,
          isPledgee: mspId === who.mspId,
          isCustodian: reading.value.custodian === who.mspId,
          notes: reading.value.notes,
        }
      : undefined;
  return (
    <Page
      title={t('lines.lineOf', { organization: organizationName(mspId) })}
      id={lineId}
      back={{ href: addressOf(['lines']), text: t('lines.title') }}
      actions={spoken && <Actions of={lineActions(spoken)} onDone={reading.reload} />}
    >
      <Loaded of={{ ...reading, value: spoken }} lines={8}>
        {(found) => (
          <div class="stack">
            <div class="grid two">
              <Drawn of={found} />
              <Terms of={found} />
            </div>
            <Pledges of={found} onDone={reading.reload} />
            <Payments of={found} onDone={reading.reload} />
            <LineStatement of={found} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Drawn({ of: { line, currency } }: { of: Spoken }): JSX.Element {
  const { limit, cover, drawn, drawing, fee, notice, allowed, disputed, secures } = line;
  const left = leftOf(line);
  const asked = BigInt(drawn) + BigInt(drawing);
  const part = left < 0n ? 1 : share(String(asked), String(asked + left));
  const inMoney = (amount: string): string => money(amount, currency);
  return (
    <Card title={t('lines.drawnTitle')} note={t('lines.drawnNote')} aside={<AsOf block={line.asOfBlock} />}>
      <div class="stack">
        <div class="drawn">
          <p class="big" data-drawn={drawn}>
            {inMoney(drawn)}
          </p>
          <Meter part={asked === 0n ? 0 : part} label={t('lines.usedOf')} />
          <p class={left < 0n ? 'wrong' : 'note'}>
            {left < 0n
              ? t('lines.short', { missing: inMoney(String(-left)) })
              : secures === undefined
                ? t('lines.left', { left: inMoney(String(left)) })
                : t('lines.securesSays', { organization: organizationName(secures) })}
          </p>
        </div>
        <Facts
          of={[
            [t('members.state'), <Status of={line.status} group="line" />],
            [t('lines.cover'), inMoney(cover)],
            [t('lines.limit'), inMoney(limit)],
            [t('lines.drawing'), inMoney(drawing)],
            ...(fee === undefined ? [] : ([[t('lines.feeOwed'), inMoney(fee)]] as const)),
            ...(notice
              ? ([
                  [t('lines.noticed'), <Time at={notice.at} />],
                  [t('lines.takenFrom'), <Day of={notice.takenFrom} />],
                ] as const)
              : []),
            ...(disputed === undefined ? [] : ([[t('lines.disputed'), count(disputed)]] as const)),
            ...(allowed ? ([[t('lines.allowed'), <Allowed of={allowed} />]] as const) : []),
          ]}
        />
      </div>
    </Card>
  );
}

const Allowed = ({ of }: { of: NonNullable<Line['allowed']> }): JSX.Element =>
  'by' in of ? (
    <Organization of={of.by} />
  ) : (
    <a href={addressOf(['governance', of.proposalId])}>{t('governance.proposal')}</a>
  );

function Terms({ of: { line, currency } }: { of: Spoken }): JSX.Element {
  const names = useProgramNames();
  const { mspId, accountId, programId, limit, haircutPpm, feePpm, marginDays, until, pledgesEndAt, grantedAt } = line;
  return (
    <Card title={t('lines.terms')} note={t('lines.termsNote')}>
      <Facts
        of={[
          [t('lines.pledgee'), <Organization of={mspId} />],
          [t('members.account'), <Id of={accountId} href={addressOf(['members', 'account', accountId])} />],
          [t('members.program'), <a href={addressOf(['programs', programId])}>{names(programId)}</a>],
          [t('lines.limit'), money(limit, currency)],
          [t('lines.haircut'), percent(haircutPpm / 1_000_000, 4)],
          [t('lines.marginDays'), t('notes.days', { count: count(marginDays) })],
          [t('lines.fee'), percent(feePpm / 1_000_000, 4)],
          [t('lines.until'), <Day of={until} />],
          [t('lines.pledgesEnd'), <Time at={pledgesEndAt} />],
          [t('lines.granted'), <Time at={grantedAt} />],
        ]}
      />
    </Card>
  );
}
