/** Where events are sent, how each attempt went, and sending from a place again. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { Card, Command, Dialog, Field, Loaded, Page, Status, Table, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { upTo } from '../texts/format.js';
import { t } from '../texts/text.js';
import { WebhookPage } from './webhook.js';

type EventTypes = NonNullable<Routes['/v1/webhooks']['post']['body']['types']>;

export function Webhooks({ path }: ScreenProps): JSX.Element {
  const { who } = useSession();
  const [isAdding, setAdding] = useState(false);
  const [webhookId] = path;
  const reading = useRead('webhooks', (client, signal) => client.get('/v1/webhooks', { signal }), ['']);
  if (webhookId !== undefined) return <WebhookPage webhookId={webhookId} />;
  return (
    <Page
      title={t('webhooks.title')}
      lead={t('webhooks.lead')}
      actions={
        may(who, 'post /v1/webhooks') && (
          <button class="primary" onClick={() => setAdding(true)}>
            {t('webhooks.add')}
          </button>
        )
      }
    >
      <Card title={t('webhooks.all')} flush>
        <Loaded of={reading}>
          {({ webhooks }) => (
            <Table
              caption={t('webhooks.all')}
              empty={t('webhooks.none')}
              keyOf={(each) => each.webhookId}
              rows={webhooks}
              columns={[
                {
                  title: t('webhooks.address'),
                  names: true,
                  of: ({ webhookId: id, url }) => <a href={addressOf(['webhooks', id])}>{url}</a>,
                },
                { title: t('members.state'), of: ({ status }) => <Status of={status} group="webhook" /> },
                {
                  title: t('webhooks.types'),
                  of: ({ types }) => (types ? types.join(', ') : t('webhooks.everything')),
                },
                { title: t('webhooks.upTo'), of: ({ deliveredUpTo }) => upTo(deliveredUpTo) },
                {
                  title: t('webhooks.nextAttempt'),
                  of: ({ nextAttemptAt }) => (nextAttemptAt ? <Time at={nextAttemptAt} /> : ''),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      {isAdding && (
        <AddDialog
          onClose={() => {
            setAdding(false);
            reading.reload();
          }}
        />
      )}
    </Page>
  );
}

function AddDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [url, setUrl] = useState('https://');
  const [types, setTypes] = useState('');
  const write = useWrite({ place: 'webhook', content: [url, types] }, (client, idempotencyKey) => {
    const chosen = types.split(/[\s,]+/).filter((type) => type !== '') as unknown as EventTypes;
    return client.post(
      '/v1/webhooks',
      { url: url.trim(), ...(chosen.length > 0 && { types: chosen }) },
      { idempotencyKey },
    );
  });
  return (
    <Dialog title={t('webhooks.add')} onClose={onClose}>
      <div class="form">
        <Field label={t('webhooks.address')} hint={t('webhooks.addressHint')} error={refusedText(write, 'url')}>
          {(attributes) => (
            <input
              {...attributes}
              type="url"
              required
              value={url}
              onInput={(event) => {
                write.reset();
                setUrl(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <Field label={t('webhooks.types')} hint={t('webhooks.typesHint')} error={refusedText(write, 'types')}>
          {(attributes) => (
            <input
              {...attributes}
              placeholder="points.issued, cycle.closed"
              value={types}
              onInput={(event) => {
                write.reset();
                setTypes(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <Act
          of={write}
          label={t('webhooks.add')}
          disabled={!URL.canParse(url)}
          done={({ secret }) => (
            <>
              <p>{t('webhooks.secretOnce')}</p>
              <Command text={secret} />
            </>
          )}
        />
      </div>
    </Dialog>
  );
}
