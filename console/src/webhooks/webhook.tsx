/** One webhook: what it is sent, each attempt with what came back, and sending again. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { Badge, Card, Command, Dialog, Facts, Field, Loaded, Page, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import { count, upTo } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

type Asked = 'replay' | 'rotate' | 'disable' | 'enable' | 'remove';

export function WebhookPage({ webhookId }: { webhookId: string }): JSX.Element {
  const { who } = useSession();
  const [asked, setAsked] = useState<Asked>();
  const params = { webhookId };
  const webhook = useRead(
    `webhook ${webhookId}`,
    (client, signal) => client.get('/v1/webhooks/{webhookId}', { params, signal }),
    [''],
  );
  const attempts = usePages(
    `attempts ${webhookId}`,
    (client, signal, cursor) =>
      client.get('/v1/webhooks/{webhookId}/attempts', { params, signal, query: { limit: 30, cursor } }),
    (page) => page.attempts,
    ({ eventId, at, number }) => `${eventId} ${at} ${number}`,
    [''],
  );
  const { value } = webhook;
  return (
    <Page
      title={value?.url ?? t('webhooks.title')}
      back={{ href: addressOf(['webhooks']), text: t('webhooks.title') }}
      actions={
        may(who, 'post /v1/webhooks') &&
        value &&
        (['replay', 'rotate', value.status === 'disabled' ? 'enable' : 'disable', 'remove'] as const).map((each) => (
          <button key={each} class={each === 'remove' ? 'danger' : ''} onClick={() => setAsked(each)}>
            {t(`webhooks.${each}`)}
          </button>
        ))
      }
    >
      <div class="stack">
        <Card>
          <Loaded of={webhook}>
            {(now) => (
              <Facts
                of={[
                  [t('members.state'), <Status of={now.status} group="webhook" />],
                  ...(now.disabledBecause
                    ? ([[t('webhooks.because'), tOf('disabledBecause', now.disabledBecause)]] as const)
                    : []),
                  [t('webhooks.types'), now.types ? now.types.join(', ') : t('webhooks.everything')],
                  [t('webhooks.upTo'), upTo(now.deliveredUpTo)],
                  [t('webhooks.failures'), count(now.failures)],
                  ...(now.nextAttemptAt
                    ? ([[t('webhooks.nextAttempt'), <Time at={now.nextAttemptAt} />]] as const)
                    : []),
                  [t('webhooks.publicKey'), <code>{now.publicKey}</code>],
                  [t('webhooks.created'), <Time at={now.createdAt} />],
                ]}
              />
            )}
          </Loaded>
        </Card>
        <Card title={t('webhooks.attempts')} note={t('webhooks.attemptsNote')} flush>
          <PagedTable
            of={attempts}
            caption={t('webhooks.attempts')}
            empty={t('webhooks.noAttempts')}
            keyOf={({ eventId, at, number }) => `${eventId} ${at} ${number}`}
            columns={[
              { title: t('webhooks.event'), names: true, of: ({ eventId }) => <code>{eventId}</code> },
              {
                title: t('webhooks.answer'),
                of: ({ status, error }) =>
                  error ? (
                    <Badge tone="bad">{tOf('attemptError', error)}</Badge>
                  ) : (
                    <Badge tone={status !== undefined && status < 300 ? 'good' : 'bad'}>{status}</Badge>
                  ),
              },
              { title: t('webhooks.number'), figures: true, of: ({ number }) => number },
              {
                title: t('webhooks.took'),
                figures: true,
                of: ({ durationMs }) => t('webhooks.ms', { count: count(durationMs) }),
              },
              { title: t('members.when'), of: ({ at }) => <Time at={at} exact /> },
            ]}
          />
        </Card>
      </div>
      {asked && value && (
        <AskDialog
          asked={asked}
          webhookId={webhookId}
          revision={value.revision}
          onClose={() => {
            setAsked(undefined);
            webhook.reload();
            attempts.reload();
          }}
        />
      )}
    </Page>
  );
}

function AskDialog(props: {
  readonly asked: Asked;
  readonly webhookId: string;
  readonly revision: number;
  readonly onClose: () => void;
}): JSX.Element {
  const { asked, webhookId, revision, onClose } = props;
  const [from, setFrom] = useState('');
  const params = { webhookId };
  const what = { place: `${asked} ${webhookId}`, content: asked === 'enable' || asked === 'disable' ? revision : from };
  const write = useWrite<{ readonly secret?: string }>(what, async (client, idempotencyKey) => {
    switch (asked) {
      case 'replay':
        return client.post(
          '/v1/webhooks/{webhookId}/replay',
          from.includes(':') ? { eventId: from } : { block: Number(from) },
          { params, idempotencyKey },
        ) as Promise<object>;
      case 'rotate':
        return client.post('/v1/webhooks/{webhookId}/rotate-key', {}, { params, idempotencyKey });
      case 'remove':
        return client.post('/v1/webhooks/{webhookId}/remove', undefined, { params, idempotencyKey }) as Promise<object>;
      default:
        return client.patch(
          '/v1/webhooks/{webhookId}',
          { status: asked === 'disable' ? 'disabled' : 'active' },
          { params, ifMatch: revision },
        ) as Promise<object>;
    }
  });
  return (
    <Dialog title={t(`webhooks.${asked}`)} onClose={onClose}>
      <div class="form">
        <p>{t(`webhooks.${asked}Note`)}</p>
        {asked === 'replay' && (
          <Field label={t('webhooks.from')} hint={t('webhooks.fromHint')} error={refusedText(write, 'from')}>
            {(attributes) => (
              <input
                {...attributes}
                value={from}
                onInput={(event) => {
                  write.reset();
                  setFrom(event.currentTarget.value.trim());
                }}
              />
            )}
          </Field>
        )}
        <Act
          of={write}
          label={t(`webhooks.${asked}`)}
          danger={asked === 'remove'}
          disabled={asked === 'replay' && !/^\d+(:\d+)?$/.test(from)}
          done={({ secret }) => (
            <>
              <p>{secret === undefined ? t('clearing.done') : t('webhooks.secretOnce')}</p>
              {secret !== undefined && <Command text={secret} />}
            </>
          )}
        />
      </div>
    </Dialog>
  );
}
