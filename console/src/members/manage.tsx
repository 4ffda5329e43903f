/** What is done with an account now and then, each with what it comes to: moving its points, its references, and ending it. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import type { FieldOf } from '../data/fields.js';
import { type ProgramList, useProgramList } from '../data/programs.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { ActionRows, type Offered } from '../parts/action.js';
import { Card, Loaded } from '../parts/parts.js';
import { points } from '../texts/format.js';
import { t } from '../texts/text.js';

type AccountRead = Routes['/v1/accounts/{accountId}']['get']['reply'];
interface Managed {
  readonly account: AccountRead;
  readonly onDone: () => void;
}

export function Manage({ account, onDone }: Managed): JSX.Element {
  const { who } = useSession();
  const programs = useProgramList();
  return (
    <div class="grid two">
      <Card title={t('manage.points')} note={t('manage.pointsNote')}>
        <Loaded of={programs}>
          {(known) => <ActionRows of={pointActions(account, known, who.mspId)} onDone={onDone} />}
        </Loaded>
      </Card>
      <Card title={t('manage.member')} note={t('manage.memberNote')}>
        <ActionRows of={memberActions(account)} onDone={onDone} />
      </Card>
    </div>
  );
}

function pointActions({ accountId }: AccountRead, { programs }: ProgramList, own: string): readonly Offered[] {
  const options = programs.map(({ programId, name }) => [programId, name] as const);
  const issued = programs
    .filter(({ issuer }) => issuer === own)
    .map(({ programId, name }) => [programId, name] as const);
  const program: FieldOf = { name: 'programId', label: 'members.program', kind: 'choice', options };
  const amount: FieldOf = { name: 'amount', label: 'members.amount', kind: 'points' };
  return [
    {
      action: 'post /v1/transfers',
      title: t('manage.transfer'),
      note: t('manage.transferNote'),
      fields: [program, amount, { name: 'toAccountId', label: 'members.toAccount', kind: 'text' }],
      sent: (typed: object) => ({ fromAccountId: accountId, ...typed }),
    },
    {
      action: 'post /v1/exchanges',
      title: t('manage.exchange'),
      note: t('manage.exchangeNote'),
      fields: [
        program,
        { ...program, name: 'targetProgramId', label: 'rates.target', options: options.toReversed() },
        amount,
        { name: 'minReceived', label: 'manage.atLeast', kind: 'points', optional: true, hint: 'manage.atLeastHint' },
      ],
      preview: (typed: Asked) => <Quote of={typed} />,
      sent: (typed: object) => ({ accountId, ...typed }),
    },
    ...(issued.length === 0
      ? []
      : [
          {
            action: 'post /v1/extensions',
            title: t('manage.extend'),
            note: t('manage.extendNote'),
            fields: [
              { ...program, options: issued },
              { name: 'endingBy', label: 'manage.endingBy', kind: 'day' },
              { name: 'expiresOn', label: 'manage.expiresOn', kind: 'day' },
            ],
            sent: (typed: object) => ({ accountId, ...typed }),
          } satisfies Offered,
        ]),
  ];
}

interface Asked {
  readonly programId: string;
  readonly targetProgramId: string;
  readonly amount: string;
}

/** What it would buy just now. */
function Quote({ of: { programId: sourceProgramId, targetProgramId, amount } }: { of: Asked }): JSX.Element {
  const query = { sourceProgramId, targetProgramId, amount };
  const reading = useRead(`quote ${JSON.stringify(query)}`, (client, signal) =>
    client.get('/v1/rates/quote', { query, signal }),
  );
  return (
    <Loaded of={reading} lines={1}>
      {({ taken, received, remainder }) => (
        <p>{t('manage.quote', { taken: points(taken), received: points(received), remainder: points(remainder) })}</p>
      )}
    </Loaded>
  );
}

function memberActions({ accountId, status, revision, locks }: AccountRead): readonly (Offered | false)[] {
  const params = { accountId };
  const isOpen = status !== 'closed';
  const reference: FieldOf = { name: 'memberRef', label: 'members.reference', kind: 'text' };
  return [
    isOpen &&
      locks?.custodian === undefined && {
        action: 'post /v1/accounts/{accountId}/lock',
        title: t('manage.lock'),
        note: t('manage.lockNote'),
        fields: [{ name: 'delayHours', label: 'manage.delayHours', kind: 'count', optional: true }],
        params,
      },
    locks?.custodian !== undefined && {
      action: 'post /v1/accounts/{accountId}/unlock',
      title: t('manage.unlock'),
      note: t('manage.unlockNote'),
      params,
    },
    isOpen && {
      action: 'post /v1/accounts/{accountId}/references',
      title: t('manage.addReference'),
      note: t('manage.addReferenceNote'),
      fields: [reference],
      params,
    },
    {
      action: 'post /v1/accounts/{accountId}/references/remove',
      title: t('manage.removeReference'),
      note: t('manage.removeReferenceNote'),
      fields: [reference],
      danger: true,
      params,
    },
    isOpen && {
      action: 'post /v1/accounts/{accountId}/recovery',
      title: t('manage.recover'),
      note: t('manage.recoverNote'),
      fields: [{ name: 'publicKey', label: 'manage.newKey', kind: 'json', hint: 'manage.newKeyHint' }],
      params,
    },
    isOpen && {
      action: 'post /v1/accounts/{accountId}/merge',
      title: t('manage.merge'),
      note: t('manage.mergeNote'),
      fields: [{ name: 'intoAccountId', label: 'members.toAccount', kind: 'text' }],
      danger: true,
      params,
    },
    isOpen && {
      action: 'patch /v1/accounts/{accountId}',
      title: t('manage.close'),
      note: t('manage.closeNote'),
      danger: true,
      params,
      ifMatch: revision,
      sent: () => ({ status: 'closed' }),
    },
    {
      action: 'post /v1/accounts/{accountId}/erasure',
      title: t('manage.erase'),
      note: t('manage.eraseNote'),
      fields: [{ name: 'memberRefs', label: 'manage.references', kind: 'long', hint: 'manage.referencesHint' }],
      danger: true,
      params,
      sent: ({ memberRefs }: { memberRefs: string }) => ({
        memberRefs: memberRefs
          .split('\n')
          .map((each) => each.trim())
          .filter((each) => each !== ''),
      }),
    },
  ];
}
