/** One block: recomputed here from its bytes, who ordered it, what is in it. */
import type { JSX } from 'preact';
import { useRead } from '../data/read.js';
import { Badge, Card, Facts, Id, Loaded, Organization, Page, Table } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Maker, ToTransaction, Verdict, When } from './rows.js';
import { Verification } from './verification.js';

export function BlockPage({ block }: { block: number }): JSX.Element {
  const reading = useRead(`block ${block}`, (client, signal) =>
    client.get('/v1/explorer/blocks/{block}', { params: { block: String(block) }, signal }),
  );
  const last = reading.value?.asOfBlock;
  return (
    <Page
      title={t('shell.block', { block: count(block) })}
      back={{ href: addressOf(['explorer']), text: t('explorer.title') }}
      actions={
        <>
          {block > 0 && (
            <a class="button" href={addressOf(['explorer', 'blocks', block - 1])}>
              {t('explorer.before')}
            </a>
          )}
          {last !== undefined && block < last && (
            <a class="button" href={addressOf(['explorer', 'blocks', block + 1])}>
              {t('explorer.after')}
            </a>
          )}
        </>
      }
    >
      <div class="stack">
        <Loaded of={reading} lines={8}>
          {(told) => (
            <>
              <div class="grid two">
                <Verification block={block} told={told} />
                <Card title={t('explorer.header')}>
                  <div class="stack">
                    <Facts
                      of={[
                        [t('explorer.hash'), <Id of={told.hash} />],
                        [t('explorer.previousHash'), <Id of={told.previousHash} />],
                        [t('explorer.dataHash'), <Id of={told.dataHash} />],
                        [t('explorer.commitHash'), <Id of={told.commitHash} />],
                        [
                          t('explorer.configuration'),
                          <a href={addressOf(['explorer', 'configurations', told.configurationBlock])}>
                            {t('shell.block', { block: told.configurationBlock })}
                          </a>,
                        ],
                        [
                          t('explorer.orderers'),
                          told.orderers.length === 0 ? (
                            t('explorer.nobody')
                          ) : (
                            <ul class="plain">
                              {told.orderers.map(({ mspId, name, holds }) => (
                                <li key={name} title={name}>
                                  <Organization of={mspId} />{' '}
                                  {holds === false && <Badge tone="bad">{t('explorer.notOwn')}</Badge>}
                                </li>
                              ))}
                            </ul>
                          ),
                        ],
                      ]}
                    />
                  </div>
                </Card>
              </div>
              <Card title={t('explorer.transactions')} flush>
                <Table
                  caption={t('explorer.transactions')}
                  rows={told.transactions}
                  keyOf={({ index }) => String(index)}
                  columns={[
                    {
                      title: t('members.transaction'),
                      names: true,
                      of: ({ txId, kind }) =>
                        kind === 'config' ? t('explorer.configuration') : <ToTransaction txId={txId} />,
                    },
                    { title: t('members.state'), of: (each) => <Verdict of={each} /> },
                    { title: t('explorer.called'), of: ({ called }) => <code>{called ?? '—'}</code> },
                    { title: t('explorer.maker'), of: (each) => <Maker of={each} /> },
                    { title: t('explorer.time'), of: ({ time }) => <When at={time} /> },
                  ]}
                />
              </Card>
            </>
          )}
        </Loaded>
      </div>
    </Page>
  );
}
