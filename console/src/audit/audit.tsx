/** Audit: what recomputing came to, evidence to take away, and what was disclosed. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { may } from '../data/allowed.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { BlockLink } from '../parts/block-link.js';
import { Badge, Card, Command, Facts, Loaded, Page, Status, Table } from '../parts/parts.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Disclosures } from './disclosures.js';
import { Evidence } from './evidence.js';
import { Figures } from './figures.js';

const rotate = (): Offered => ({
  action: 'post /v1/log/key/rotate',
  title: t('audit.rotate'),
  note: t('audit.rotateNote'),
  danger: true,
});

export function Audit(): JSX.Element {
  const { who } = useSession();
  const mayRead = may(who, 'get /v1/findings');
  const reading = useRead(
    mayRead ? 'findings' : undefined,
    (client, signal) => client.get('/v1/findings', { signal }),
    [''],
  );
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <div class="stack">
        {mayRead && (
          <Card
            title={t('audit.watch')}
            note={t('audit.watchNote')}
            aside={<Actions of={[rotate()]} onDone={reading.reload} />}
          >
            <Loaded of={reading}>
              {({ state, block, count: found }) => (
                <div class="stack">
                  <p
                    class={`verdict ${found > 0 ? 'bad' : state === 'watching' ? 'good' : ''}`}
                    data-verdict={found > 0 ? 'bad' : 'good'}
                  >
                    {found > 0 ? t('overview.findings', { count: count(found) }) : `✓ ${t('audit.noFindings')}`}
                  </p>
                  <Facts
                    of={[
                      [t('members.state'), <Status of={state} group="watch" />],
                      [t('overview.recomputed'), block === undefined ? '—' : t('part.asOfBlock', { block })],
                      [t('overview.found'), count(found)],
                    ]}
                  />
                </div>
              )}
            </Loaded>
          </Card>
        )}
        {reading.value && reading.value.findings.length > 0 && (
          <Card title={t('audit.findings')} flush>
            <Table
              caption={t('audit.findings')}
              keyOf={({ block, about, text }) => `${block} ${about} ${text}`}
              rows={reading.value.findings}
              columns={[
                {
                  title: t('members.block'),
                  names: true,
                  of: ({ block }) => <BlockLink of={block} />,
                },
                { title: t('audit.about'), of: ({ about }) => <Badge tone="bad">{about}</Badge> },
                { title: t('audit.text'), of: ({ text }) => text },
                { title: t('members.program'), of: ({ programs }) => programs?.join(', ') },
              ]}
            />
          </Card>
        )}
        <Card title={t('audit.own')} note={t('audit.ownNote')}>
          <Command text="npm run audit" />
        </Card>
        <Evidence />
        {may(who, 'get /v1/figures') && <Figures />}
        {may(who, 'get /v1/disclosures') ? <Disclosures /> : <></>}
      </div>
    </Page>
  );
}
