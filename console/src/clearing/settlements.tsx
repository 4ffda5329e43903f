/** What of closed cycles is to be paid: by age, and one by one with what both sides say. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { AsOf, Card, Day, Dialog, Field, Loaded, Organization, Status, Table } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { cycleName, money, organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';

type Settlement = Routes['/v1/settlements']['get']['reply']['settlements'][number];

interface Say {
  readonly kind: 'instruct' | 'confirm' | 'dispute';
  readonly settlement: Settlement;
}

const ages = ['upTo30Days', 'upTo60Days', 'upTo90Days', 'over90Days'] as const;

export function Settlements({ cycle }: { cycle: string | undefined }): JSX.Element {
  const { who } = useSession();
  const [say, setSay] = useState<Say>();
  const aged = useRead('aged', (client, signal) => client.get('/v1/settlements/aged', { signal }), ['settlement.']);
  const reading = usePages(
    `settlements ${cycle ?? ''}`,
    (client, signal, cursor) => client.get('/v1/settlements', { signal, query: { cycle, limit: 50, cursor } }),
    ({ settlements }) => settlements,
    ({ cycle: of, debtor, creditor }) => `${of} ${debtor} ${creditor}`,
    ['settlement.'],
  );
  const mayAct = may(who, 'post /v1/settlements/{cycle}/{debtor}/{creditor}/instruct');
  return (
    <div class="stack">
      <Card
        title={t('settlements.aged')}
        note={t('settlements.agedNote')}
        aside={<AsOf block={aged.value?.asOfBlock} />}
        flush
      >
        <Loaded of={aged}>
          {({ pairs, currency }) => (
            <Table
              caption={t('settlements.aged')}
              empty={t('settlements.nothingDue')}
              keyOf={({ debtor, creditor }) => `${debtor} ${creditor}`}
              rows={pairs}
              columns={[
                {
                  title: t('clearing.whoOwes'),
                  names: true,
                  of: ({ debtor, creditor }) => (
                    <>
                      <Organization of={debtor} /> → <Organization of={creditor} />
                    </>
                  ),
                },
                ...ages.map((age) => ({
                  title: t(`settlements.${age}`),
                  figures: true,
                  of: (pair: Readonly<Record<(typeof ages)[number], string>>) => money(pair[age], currency),
                })),
                {
                  title: t('overview.sum'),
                  figures: true,
                  of: ({ total }) => <strong>{money(total, currency)}</strong>,
                },
                {
                  title: t('settlements.disputed'),
                  figures: true,
                  of: ({ disputed }) => money(disputed, currency),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      <Card title={t('clearing.settlements')} aside={<AsOf block={reading.value?.asOfBlock} />} flush>
        <PagedTable
          of={reading}
          caption={t('clearing.settlements')}
          empty={t('settlements.none')}
          keyOf={({ cycle: of, debtor, creditor }) => `${of} ${debtor} ${creditor}`}
          columns={[
            { title: t('clearing.cycle'), names: true, of: ({ cycle: of }) => cycleName(of) },
            {
              title: t('clearing.payment'),
              of: ({ debtor, creditor }) => (
                <>
                  <Organization of={debtor} /> → <Organization of={creditor} />
                </>
              ),
            },
            { title: t('clearing.amount'), figures: true, of: ({ amount, currency }) => money(amount, currency) },
            { title: t('members.state'), of: ({ status }) => <Status of={status} group="settlement" /> },
            { title: t('settlements.since'), of: ({ dueSince }) => <Day of={dueSince} /> },
            { title: t('settlements.reference'), of: ({ reference }) => reference },
            ...(mayAct
              ? [
                  {
                    title: t('settlements.say'),
                    of: (settlement: Settlement) => (
                      <span class="actions">
                        {sayable(settlement, who.mspId).map((kind) => (
                          <button key={kind} class="quiet" onClick={() => setSay({ kind, settlement })}>
                            {t(`settlements.${kind}`)}
                          </button>
                        ))}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {say && (
        <SayDialog
          {...say}
          onClose={() => {
            setSay(undefined);
            reading.reload();
            aged.reload();
          }}
        />
      )}
    </div>
  );
}

/** The debtor says that it paid, the creditor that it was paid; either, that something is wrong. */
function sayable(settlement: Settlement, own: string): readonly Say['kind'][] {
  const { status, debtor, creditor, claim } = settlement;
  if (status === 'confirmed' || claim?.loss === '0' || (own !== debtor && own !== creditor)) return [];
  return [
    ...(own === debtor && status === 'due' ? (['instruct'] as const) : []),
    ...(own === creditor && status === 'instructed' ? (['confirm'] as const) : []),
    ...(status === 'disputed' ? [] : (['dispute'] as const)),
  ];
}

function SayDialog({ kind, settlement, onClose }: Say & { onClose: () => void }): JSX.Element {
  const [text, setText] = useState('');
  const { cycle, debtor, creditor, amount, currency } = settlement;
  const params = { cycle, debtor, creditor };
  const write = useWrite((client, idempotencyKey) => {
    const base = '/v1/settlements/{cycle}/{debtor}/{creditor}';
    if (kind === 'instruct')
      return client.post(`${base}/instruct`, { reference: text.trim() }, { params, idempotencyKey });
    if (kind === 'confirm') return client.post(`${base}/confirm`, undefined, { params, idempotencyKey });
    return client.post(`${base}/dispute`, { reason: text.trim() }, { params, idempotencyKey });
  });
  return (
    <Dialog title={t(`settlements.${kind}`)} onClose={onClose}>
      <div class="form">
        <p>
          {t(`settlements.${kind}Note`, {
            debtor: organizationName(debtor),
            creditor: organizationName(creditor),
            amount: money(amount, currency),
          })}
        </p>
        {kind !== 'confirm' && (
          <Field
            label={t(kind === 'instruct' ? 'settlements.reference' : 'settlements.reason')}
            error={refusedText(write, kind === 'instruct' ? 'reference' : 'reason')}
          >
            {(attributes) => (
              <input
                {...attributes}
                maxLength={200}
                value={text}
                onInput={(event) => {
                  write.reset();
                  setText(event.currentTarget.value);
                }}
              />
            )}
          </Field>
        )}
        <Act
          of={write}
          label={t(`settlements.${kind}`)}
          disabled={kind !== 'confirm' && text.trim() === ''}
          done={() => t('settlements.said')}
        />
      </div>
    </Dialog>
  );
}
