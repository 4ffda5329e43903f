/** One transaction: what peers made of it and why, who made and endorsed it, what it read and wrote. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { Badge, Card, Facts, Id, Loaded, Organization, Page, Table } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { count } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import {
  explanationOf,
  Maker,
  RowName,
  ToBlock,
  ToTransaction,
  type Transaction,
  Value,
  Verdict,
  When,
} from './rows.js';
import { Verification } from './verification.js';

export function TransactionPage({ txId }: { txId: string }): JSX.Element {
  const reading = useRead(`transaction ${txId}`, (client, signal) =>
    client.get('/v1/explorer/transactions/{txId}', { params: { txId }, signal }),
  );
  return (
    <Page
      title={t('members.transaction')}
      id={txId}
      back={{ href: addressOf(['explorer']), text: t('explorer.title') }}
    >
      <Loaded of={reading} lines={8}>
        {(transaction) => <Shown of={transaction} />}
      </Loaded>
    </Page>
  );
}

function Shown({ of }: { of: Transaction }): JSX.Element {
  return (
    <div class="stack">
      <div class="grid two">
        <Card title={explanationOf(of)}>
          <div class="stack">
            {of.conflict && <Conflict of={of.conflict} />}
            <Facts
              of={[
                [t('members.state'), <Verdict of={of} />],
                [t('explorer.block'), <ToBlock block={of.block} />],
                [t('explorer.time'), <When at={of.time} />],
                [t('explorer.maker'), <Maker of={of} />],
                [t('explorer.called'), <code>{of.called ?? '—'}</code>],
                [t('explorer.request'), <Value of={of.request} isDeleted={false} />],
              ]}
            />
          </div>
        </Card>
        <Verification block={of.block} told={undefined} />
      </div>
      {of.operations.length > 0 && (
        <Card title={t('members.operations')} flush>
          <Table
            caption={t('members.operations')}
            rows={of.operations}
            keyOf={({ mspId, operationId }) => `${mspId} ${operationId}`}
            columns={[
              { title: t('members.kind'), of: ({ kind }) => tOf('kind', kind) },
              {
                title: t('members.operation'),
                names: true,
                of: ({ mspId, operationId }) => (
                  <Id of={operationId} href={addressOf(['members', 'operation', mspId, operationId])} />
                ),
              },
              { title: t('members.custodian'), of: ({ mspId }) => <Organization of={mspId} /> },
            ]}
          />
        </Card>
      )}
      <Card title={t('explorer.endorsements')} note={t('explorer.endorsementsNote')} flush>
        <Table
          caption={t('explorer.endorsements')}
          rows={of.endorsements}
          keyOf={({ of: what, policy }) => `${what} ${policy}`}
          columns={[
            { title: t('explorer.of'), names: true, of: ({ of: what, keys }) => <Endorsed of={what} keys={keys} /> },
            { title: t('explorer.rows'), figures: true, of: ({ keyCount }) => count(keyCount) },
            { title: t('explorer.policy'), of: ({ policy }) => <code>{policy}</code> },
            {
              title: t('explorer.endorsedBy'),
              of: () => of.endorsers.map(({ mspId }) => mspId.replace(/MSP$/, '')).join(', '),
            },
            {
              title: t('members.state'),
              of: ({ isMet }) => (
                <Badge tone={isMet ? 'good' : 'bad'}>{isMet ? t('explorer.enough') : t('explorer.tooFew')}</Badge>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t('explorer.writes', { count: count(of.writeCount) })} flush>
        <Table
          caption={t('explorer.writes', { count: count(of.writeCount) })}
          rows={of.writes}
          wide
          keyOf={({ namespace, collection, key }) => `${namespace} ${collection ?? ''} ${key}`}
          columns={[
            { title: t('explorer.row'), names: true, of: (row) => <RowName of={row} /> },
            {
              title: t('explorer.content'),
              of: ({ value, isDeleted }) => <Value of={value} isDeleted={isDeleted} />,
            },
          ]}
        />
      </Card>
      <Card title={t('explorer.reads', { count: count(of.readCount) })} flush>
        <Table
          caption={t('explorer.reads', { count: count(of.readCount) })}
          rows={of.reads}
          wide
          keyOf={({ namespace, collection, key }) => `${namespace} ${collection ?? ''} ${key}`}
          columns={[
            { title: t('explorer.row'), names: true, of: (row) => <RowName of={row} /> },
            {
              title: t('explorer.writtenIn'),
              of: ({ version }) => (version === undefined ? t('explorer.noRow') : <ToBlock block={version.block} />),
            },
          ]}
        />
      </Card>
    </div>
  );
}

/** Which kinds of rows, of the first that are told; or what was called. */
function Endorsed({ of, keys }: { of: string; keys: readonly string[] }): JSX.Element {
  const kinds = new Set(keys.map((key) => tOf('row', key.split('/', 1)[0] ?? '')));
  return kinds.size === 0 ? (
    <code>{of}</code>
  ) : (
    <span class="kinds" title={keys.join(' ')}>
      {[...kinds].join(', ')}
    </span>
  );
}

function Conflict({ of }: { of: NonNullable<Transaction['conflict']> }): JSX.Element {
  return (
    <div class="failure" role="status">
      <p>
        <strong>{tOf('conflict', of.kind)}</strong>
      </p>
      <p>
        <RowName of={of} />
      </p>
      <p>
        {t('explorer.lostAgainst')} <ToTransaction txId={of.by.txId} /> · {t('shell.block', { block: of.by.block })} ·{' '}
        <Maker of={of.by} />
      </p>
    </div>
  );
}
