/** A new proposal: its actions, what they would change in words, and the one button. */
import { ProblemError } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { areWhole, asked, bodyOf, type FieldOf, type Values } from '../data/fields.js';
import { listOf } from '../data/lists.js';
import { usePreview } from '../data/preview.js';
import { type Reading, useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { Inputs, type Refused, refusedOf } from '../parts/inputs.js';
import { Card, Empty, Failure, Field, Loaded, Page } from '../parts/parts.js';
import { addressOf, goTo } from '../shell/router.js';
import { t, tOf } from '../texts/text.js';
import { actionFields, type ActionKind, actionKinds, type Known, type Proposed } from './action-fields.js';

interface Draft {
  readonly kind: ActionKind;
  readonly values: Values;
}

function useKnown(): Reading<Known> {
  return useRead('proposable', async (client, signal) => {
    const [{ members }, programs, orders, { constitution }] = await Promise.all([
      client.get('/v1/members', { signal }),
      listOf(client.pages('/v1/programs', { signal }), (page) => page.programs),
      listOf(client.pages('/v1/orders', { signal }), (page) => page.orders),
      client.get('/v1/constitution', { signal }),
    ]);
    // What the ledger counts by itself is not decided on.
    const { version: _version, since: _since, earlierNetting: _earlierNetting, ...charter } = constitution;
    return {
      members: members.map(({ mspId }) => mspId),
      programs: programs.map(({ programId }) => programId),
      orders: orders.filter(({ status }) => status !== 'lifted').map(({ orderId }) => orderId),
      charter,
    };
  });
}

export function Propose(): JSX.Element {
  const { who } = useSession();
  const known = useKnown();
  return (
    <Page
      title={t('propose.title')}
      lead={t('propose.lead')}
      back={{ href: addressOf(['governance']), text: t('governance.title') }}
    >
      {may(who, 'post /v1/proposals') ? (
        <Loaded of={known} lines={6}>
          {(found) => <Drafted known={found} />}
        </Loaded>
      ) : (
        <Card title={t('governance.byDelegate')}>
          <Empty>{t('propose.byDelegate')}</Empty>
        </Card>
      )}
    </Page>
  );
}

/** What was refused of an action's own field. */
function refusedAt(
  failure: Error | undefined,
  at: number,
  fields: readonly FieldOf[],
  values: Values,
): Refused | undefined {
  const isOfIt = failure instanceof ProblemError && failure.pointer?.startsWith(`/actions/${at}/`);
  return isOfIt ? refusedOf(failure, asked(fields, values), values) : undefined;
}

function Drafted({ known }: { known: Known }): JSX.Element {
  const { who, client } = useSession();
  const [drafts, setDrafts] = useState<readonly Draft[]>([{ kind: 'suspend', values: {} }]);
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const proposalId = `${who.mspId}:${name}`;
  const actions = drafts.map(
    ({ kind, values }) => ({ kind, ...bodyOf(actionFields(kind, known), values) }) as unknown as Proposed,
  );
  const isWhole = drafts.every(({ kind, values }) => areWhole(actionFields(kind, known), values));
  const isReady = isWhole && /^[a-z0-9][a-z0-9-]*$/.test(name);
  const proposal = { proposalId, actions, ...(reason.trim() !== '' && { reason: reason.trim() }) };
  const preview = usePreview(drafts, () => client.post('/v1/proposals/preview', { actions }));
  const { failure, isBusy } = preview;
  const changes = preview.found?.changes;
  const write = useWrite(
    { place: 'propose', content: proposal },
    (own, idempotencyKey) => own.post('/v1/proposals', proposal, { idempotencyKey }),
    () => goTo(addressOf(['governance', proposalId])),
  );
  const change = (at: number, draft: Draft | undefined): void => {
    setDrafts(draft === undefined ? drafts.toSpliced(at, 1) : drafts.with(at, draft));
    write.reset();
  };
  return (
    <form
      class="stack propose"
      onSubmit={(event) => {
        event.preventDefault();
        preview.ask();
      }}
    >
      {drafts.map(({ kind, values }, at) => (
        <Card
          key={at}
          title={t('propose.action', { number: at + 1 })}
          aside={
            drafts.length > 1 && (
              <button type="button" class="quiet" onClick={() => change(at, undefined)}>
                {t('propose.drop')}
              </button>
            )
          }
        >
          <div class="form">
            <Field label={t('propose.kind')}>
              {(attributes) => (
                <select
                  {...attributes}
                  value={kind}
                  onChange={(event) => change(at, { kind: event.currentTarget.value as ActionKind, values: {} })}
                >
                  {actionKinds.map((each) => (
                    <option key={each} value={each}>
                      {tOf('action', each)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Inputs
              key={kind}
              fields={actionFields(kind, known)}
              values={values}
              refused={refusedAt(failure, at, actionFields(kind, known), values)}
              onChange={(next) => change(at, { kind, values: next })}
            />
          </div>
        </Card>
      ))}
      <p>
        <button type="button" onClick={() => setDrafts([...drafts, { kind: 'suspend', values: {} }])}>
          {t('propose.add')}
        </button>
      </p>
      <Card title={t('propose.about')}>
        <div class="form">
          <Field
            label={t('propose.id')}
            hint={t('propose.idHint', { organization: who.mspId })}
            error={refusedText(write, 'proposalId')}
          >
            {(attributes) => (
              <input
                {...attributes}
                autocomplete="off"
                maxLength={63}
                value={name}
                onInput={(event) => {
                  write.reset();
                  setName(event.currentTarget.value.trim());
                }}
              />
            )}
          </Field>
          <Field label={t('governance.reason')} hint={t('governance.reasonHint')} error={refusedText(write, 'reason')}>
            {(attributes) => (
              <textarea
                {...attributes}
                maxLength={2000}
                value={reason}
                onInput={(event) => {
                  write.reset();
                  setReason(event.currentTarget.value);
                }}
              />
            )}
          </Field>
        </div>
      </Card>
      {failure && <Failure of={failure} />}
      {changes === undefined ? (
        <p>
          <button class="primary" disabled={isBusy || !isReady}>
            {t('members.preview')}
          </button>
        </p>
      ) : (
        <Card title={t('governance.changes')} note={t('governance.changesNote')}>
          <div class="form">
            <ul class="changes" lang="en">
              {changes.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <Act of={write} label={t('propose.go')} disabled={!isReady} done={() => t('governance.saidIt')} />
          </div>
        </Card>
      )}
    </form>
  );
}
