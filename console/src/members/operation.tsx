/** One operation: what it did to which lots, its transaction, and what took it back. */
import type { Client, Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { useProgramNames } from '../data/names.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useFrozen, useSending, useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { Actions, type Offered } from '../parts/action.js';
import { BlockLink } from '../parts/block-link.js';
import {
  AsOf,
  Card,
  Dialog,
  Facts,
  Field,
  Id,
  Loaded,
  Organization,
  Page,
  Points,
  Refusal,
  Status,
  Table,
  Time,
} from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { points } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import type { OperationName } from './sought.js';

type Operation = Partial<Pick<Routes['/v1/operations/{mspId}/{operationId}']['get']['reply'], 'asOfBlock'>> &
  Omit<Routes['/v1/operations/{mspId}/{operationId}']['get']['reply'], 'asOfBlock' | 'currency'>;

/** This organisation's own with what its gateway knows besides. */
export const operationOf = (
  client: Client,
  { mspId, operationId }: OperationName,
  ownMspId: string,
  signal?: AbortSignal,
): Promise<Operation> =>
  mspId === ownMspId
    ? client.get('/v1/operations/{operationId}', { params: { operationId }, signal })
    : client.get('/v1/operations/{mspId}/{operationId}', { params: { mspId, operationId }, signal });

export function OperationPage({ mspId, operationId }: { mspId: string; operationId: string }): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const [isReturning, setReturning] = useState(false);
  const isOwn = mspId === who.mspId;
  const reading = useRead<Operation>(
    `operation ${mspId} ${operationId}`,
    (client, signal) => operationOf(client, { mspId, operationId }, who.mspId, signal),
    ['points.', 'hold.'],
  );
  const { value } = reading;
  // What was spent elsewhere is that merchant's to give back.
  const isOurs = value?.kind === 'issue' ? isOwn : value?.kind === 'redeem' && (value.acceptor ?? mspId) === who.mspId;
  const mayReturn = isOurs && may(who, 'post /v1/reversals') && value?.state === 'committed';
  return (
    <Page
      title={value?.kind === undefined ? t('members.operation') : tOf('kind', value.kind)}
      id={operationId}
      back={{ href: addressOf(['members']), text: t('members.title') }}
      actions={
        <>
          {mayReturn && <button onClick={() => setReturning(true)}>{t('members.return')}</button>}
          <Actions of={[isOwn && value?.state === 'committed' && erase(operationId)]} onDone={reading.reload} />
        </>
      }
    >
      <Loaded of={reading} lines={8}>
        {(operation) => <Shown operation={operation} mspId={mspId} names={names} />}
      </Loaded>
      {isReturning && value && (
        <ReturnDialog
          operation={value}
          mspId={mspId}
          onClose={() => {
            setReturning(false);
            reading.reload();
          }}
        />
      )}
    </Page>
  );
}

/** What the shop keeps of it, as its basket, is nowhere but at this gateway; whether there is any only that one tells. */
const erase = (operationId: string): Offered => ({
  action: 'post /v1/operations/{operationId}/detail/erase',
  title: t('members.eraseDetail'),
  note: t('members.eraseDetailNote'),
  danger: true,
  params: { operationId },
  done: t('clearing.done'),
});

function Shown(props: {
  readonly operation: Operation;
  readonly mspId: string;
  readonly names: (programId: string) => string;
}): JSX.Element {
  const { operation, mspId, names } = props;
  const { who } = useSession();
  const mayExplore = may(who, 'get /v1/explorer/blocks');
  const { receipt } = operation;
  const account = operation.accountId ?? operation.fromAccountId;
  const facts: (readonly [string, JSX.Element | string])[] = [
    [t('members.state'), <Status of={operation.state} />],
    [t('members.postedBy'), <Organization of={mspId} />],
  ];
  if (operation.amount !== undefined)
    facts.push([
      t('members.amount'),
      <>
        <Points of={operation.amount} /> {operation.programId && names(operation.programId)}
      </>,
    ]);
  if (account !== undefined)
    facts.push([t('members.account'), <Id of={account} href={addressOf(['members', 'account', account])} />]);
  if (operation.toAccountId !== undefined)
    facts.push([
      t('members.toAccount'),
      <Id of={operation.toAccountId} href={addressOf(['members', 'account', operation.toAccountId])} />,
    ]);
  if (operation.acceptor !== undefined) facts.push([t('members.at'), <Organization of={operation.acceptor} />]);
  if (operation.txTime !== undefined) facts.push([t('members.when'), <Time at={operation.txTime} exact />]);
  if (operation.txId !== undefined)
    facts.push([
      t('members.transaction'),
      <Id
        of={operation.txId}
        href={mayExplore ? addressOf(['explorer', 'transactions', operation.txId]) : undefined}
      />,
    ]);
  if (operation.blockNumber !== undefined) facts.push([t('members.block'), <BlockLink of={operation.blockNumber} />]);
  if (operation.reference !== undefined) facts.push([t('members.reference'), operation.reference]);
  if (operation.client !== undefined) facts.push([t('members.client'), operation.client]);
  if (operation.reverses !== undefined)
    facts.push([
      t('members.takesBack'),
      <Id
        of={operation.reverses}
        href={addressOf(['members', 'operation', operation.reversesMspId ?? mspId, operation.reverses])}
      />,
    ]);
  const lots = [
    ...(receipt?.consumed ?? []).map((lot) => ({ ...lot, direction: 'taken' as const })),
    ...(receipt?.created ?? []).map((lot) => ({ ...lot, direction: 'made' as const })),
  ];
  return (
    <div class="stack">
      {operation.code !== undefined && (
        <div class="failure">
          <Refusal code={operation.code} detail={operation.detail ?? ''} />
        </div>
      )}
      <Card aside={<AsOf block={operation.asOfBlock} />}>
        <Facts of={facts} />
      </Card>
      {receipt && (
        <Card title={t('members.whatItDid')} note={t('members.whatItDidNote')} flush>
          <Table
            caption={t('members.whatItDid')}
            keyOf={({ lotId, direction }) => `${direction} ${lotId}`}
            rows={lots}
            columns={[
              {
                title: t('members.lot'),
                names: true,
                of: ({ lotId }) => <code title={lotId}>{lotId.slice(0, 22)}…</code>,
              },
              {
                title: t('members.taken'),
                figures: true,
                of: ({ direction, amount }) => (direction === 'taken' ? <Points of={amount} /> : ''),
              },
              {
                title: t('members.made'),
                figures: true,
                of: ({ direction, amount }) => (direction === 'made' ? <Points of={amount} /> : ''),
              },
            ]}
          />
        </Card>
      )}
      {receipt?.reversedBy && receipt.reversedBy.length > 0 && (
        <Card title={t('members.takenBackBy')}>
          <ul class="sums">
            {receipt.reversedBy.map((by) => (
              <li key={by.operationId}>
                <Id of={by.operationId} href={addressOf(['members', 'operation', by.mspId, by.operationId])} />
                <Organization of={by.mspId} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function ReturnDialog(props: {
  readonly operation: Operation;
  readonly mspId: string;
  readonly onClose: () => void;
}): JSX.Element {
  const { mspId, onClose } = props;
  const { who } = useSession();
  const sending = useSending<{ readonly operationId: string; readonly state: string }>();
  const operation = useFrozen(props.operation, sending.isSent);
  const left = BigInt(operation.amount ?? '0') - BigInt(operation.receipt?.reversed ?? '0');
  const [amount, setAmount] = useState(left.toString());
  const isAmount = /^[1-9]\d{0,17}$/.test(amount);
  const write = useWrite(
    { place: `return ${mspId} ${operation.operationId}`, content: amount },
    (client, idempotencyKey) =>
      client.post(
        '/v1/reversals',
        { operationId: operation.operationId, amount, ...(mspId !== who.mspId && { operationMspId: mspId }) },
        { idempotencyKey },
      ),
    undefined,
    sending,
  );
  const after = isAmount ? left - BigInt(amount) : undefined;
  const isTooMuch = after !== undefined && after < 0n;
  return (
    <Dialog title={t('members.returnTitle')} onClose={onClose}>
      <div class="form">
        <Field
          label={t('members.amount')}
          hint={t('members.returnHint')}
          error={isAmount ? refusedText(write, 'amount') : t('members.notWhole')}
        >
          {(attributes) => (
            <input
              {...attributes}
              inputMode="numeric"
              value={amount}
              disabled={write.isBusy || write.done !== undefined}
              onInput={(event) => {
                write.reset();
                setAmount(event.currentTarget.value.trim());
              }}
            />
          )}
        </Field>
        <section class="preview" aria-label={t('members.preview')}>
          <ul class="sums">
            <li>
              <span>{tOf('kind', operation.kind ?? 'issue')}</span>
              <Points of={operation.amount ?? '0'} />
            </li>
            <li>
              <span>{t('members.returnedBefore')}</span>
              <Points of={operation.receipt?.reversed ?? '0'} />
            </li>
            <li>
              <strong>{t('members.leftAfter')}</strong>
              <strong class={`figure ${isTooMuch ? 'wrong' : ''}`}>{after === undefined ? '—' : points(after)}</strong>
            </li>
          </ul>
          {isTooMuch && !sending.isSent && write.earlier?.isSame !== true && (
            <p class="wrong">{t('members.tooManyBack')}</p>
          )}
          <p class="note">{t(operation.kind === 'issue' ? 'members.returnIssueNote' : 'members.returnRedeemNote')}</p>
        </section>
        <Act
          of={write}
          label={t('members.returnTitle')}
          fields={[{ name: 'amount', label: 'members.amount' }]}
          disabled={!isAmount}
          done={({ operationId, state }) => (
            <>
              <p>
                <Status of={state} /> {points(amount)} {t('members.returned')}
              </p>
              <a href={addressOf(['members', 'operation', who.mspId, operationId])}>{t('members.toOperation')}</a>
            </>
          )}
        />
      </div>
    </Dialog>
  );
}
