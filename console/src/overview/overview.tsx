/** The overview: whether everything is right, and what waits for somebody. */
import type { JSX } from 'preact';
import { Page } from '../parts/parts.js';
import { t } from '../texts/text.js';
import { DueCertificates } from './due-certificates.js';
import { Invariants } from './invariants.js';
import { OwnNode } from './own-node.js';
import { OpenVotes } from './open-votes.js';

export function Overview(): JSX.Element {
  return (
    <Page title={t('overview.title')} lead={t('overview.lead')}>
      <div class="stack">
        <Invariants />
        <div class="grid two">
          <OwnNode />
          <div class="stack">
            <OpenVotes />
            <DueCertificates />
          </div>
        </div>
      </div>
    </Page>
  );
}
