/** One import: how far it is, what was rejected, and taking it back. */
import { type Problem, ProblemError } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { useProgramNames } from '../data/names.js';
import { download } from '../data/download.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { Act } from '../parts/act.js';
import { Badge, Card, Dialog, Facts, Failure, Loaded, Meter, Page, Points, Status, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { count, points } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

const reversal = 'post /v1/imports/{importId}/reversal';

export function ImportPage({ importId }: { importId: string }): JSX.Element {
  const { client, who } = useSession();
  const names = useProgramNames();
  const [isTakingBack, setTakingBack] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const params = { importId };
  const reading = useRead(
    `import ${importId}`,
    (own, signal) => own.get('/v1/imports/{importId}', { params, signal }),
    ['points.'],
  );
  const { value } = reading;
  const rejects = (): void => {
    setFailure(undefined);
    client
      .get('/v1/imports/{importId}/rejected-rows', { params })
      .then((text) => download(`${importId}.rejected.csv`, 'text/csv', text), setFailure);
  };
  return (
    <Page
      title={t('imports.import')}
      back={{ href: addressOf(['imports']), text: t('imports.title') }}
      actions={
        <>
          {value && value.rowsRejected > 0 && <button onClick={rejects}>{t('imports.downloadRejected')}</button>}
          {value?.state === 'completed' && value.reversal === undefined && may(who, reversal) && (
            <button class="danger" onClick={() => setTakingBack(true)}>
              {t('imports.takeBack')}
            </button>
          )}
        </>
      }
    >
      <div class="stack">
        {failure && <Failure of={failure} />}
        <Loaded of={reading} lines={8}>
          {(now) => {
            const doneRows = now.rowsPosted + now.rowsRejected + now.rowsSkipped + now.rowsExisting;
            return (
              <div class="stack">
                <Card>
                  <div class="drawn">
                    <p class="big">
                      {points(now.pointsIssued)}{' '}
                      <small class="note">{t('imports.pointsOf', { program: names(now.programId) })}</small>
                    </p>
                    <p class="note">
                      <Status of={now.state} group="import" />{' '}
                      {t('imports.progress', { done: count(doneRows), all: count(now.rowsTotal) })}
                    </p>
                    <Meter
                      part={now.rowsTotal === 0 ? 0 : doneRows / now.rowsTotal}
                      label={t('imports.progressLabel')}
                      tone="good"
                    />
                    {now.code !== undefined && (
                      <p class="wrong">
                        <code>{now.code}</code> {now.detail}
                      </p>
                    )}
                  </div>
                </Card>
                <Card title={t('imports.rowsTitle')} note={t('imports.rowsNote')}>
                  <Facts
                    of={[
                      [t('imports.rows'), count(now.rowsTotal)],
                      [t('imports.posted'), count(now.rowsPosted)],
                      [t('imports.rejected'), count(now.rowsRejected)],
                      [t('imports.skipped'), count(now.rowsSkipped)],
                      [t('imports.existing'), count(now.rowsExisting)],
                      [t('imports.returned'), <Points of={now.pointsReturned} />],
                      [t('imports.started'), <Time at={now.createdAt} />],
                      ...(now.completedAt ? ([[t('imports.ended'), <Time at={now.completedAt} />]] as const) : []),
                      [t('imports.rule'), `${now.pointsPerUnit} · ${tOf('rounding', now.rounding)}`],
                      [t('imports.hash'), <code title={now.sha256}>{now.sha256.slice(0, 16)}…</code>],
                    ]}
                  />
                  {now.warnings.length > 0 && (
                    <ul class="checks odd">
                      {now.warnings.map(({ code, detail }) => (
                        <li key={code}>
                          <Badge tone="warn">{tOf('warning', code)}</Badge>
                          <span>{detail}</span>
                        </li>
                      ))}
                    </ul>
                  )}
                </Card>
                {now.reversal && (
                  <Card title={t('imports.takenBack')}>
                    <Facts
                      of={[
                        [t('members.state'), <Status of={now.reversal.state} group="import" />],
                        [t('imports.rowsReversed'), count(now.reversal.rowsReversed)],
                        [t('imports.rowsRefused'), count(now.reversal.rowsRefused)],
                        [t('imports.pointsReversed'), <Points of={now.reversal.pointsReversed} />],
                        [t('imports.shortfall'), <Points of={now.reversal.shortfall} />],
                      ]}
                    />
                  </Card>
                )}
              </div>
            );
          }}
        </Loaded>
      </div>
      {isTakingBack && (
        <TakeBack
          importId={importId}
          onClose={() => {
            setTakingBack(false);
            reading.reload();
          }}
        />
      )}
    </Page>
  );
}

function TakeBack({ importId, onClose }: { importId: string; onClose: () => void }): JSX.Element {
  const write = useWrite({ place: `take back ${importId}` }, (client, idempotencyKey) =>
    // Not until all of it is taken back: how far it is, the page shows.
    client.attempts
      .post(`/v1/imports/${encodeURIComponent(importId)}/reversal`, undefined, { idempotencyKey })
      .then(({ status, body }) => {
        if (status >= 300) throw new ProblemError('POST', '/v1/imports', body as unknown as Problem, {});
        return body;
      }),
  );
  return (
    <Dialog title={t('imports.takeBack')} onClose={onClose}>
      <div class="form">
        <p>{t('imports.takeBackNote')}</p>
        <Act of={write} label={t('imports.takeBack')} danger done={() => t('imports.takeBackDone')} />
      </div>
    </Dialog>
  );
}
