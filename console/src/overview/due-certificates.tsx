/** Certificates that end within thirty days. */
import type { JSX } from 'preact';
import { readCertificateName } from '../data/certificate-name.js';
import { useCertificates } from '../data/certificates.js';
import { Ago, Badge, Card, Empty, Loaded } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { organizationName, relative } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

export function DueCertificates(): JSX.Element {
  const reading = useCertificates();
  return (
    <Card
      title={t('certificates.dueTitle')}
      aside={<a href={addressOf(['certificates'])}>{t('certificates.toAll')}</a>}
    >
      <Loaded of={reading}>
        {({ certificates }) => {
          const due = certificates.filter(({ withinDays }) => withinDays !== undefined);
          const [next] = certificates;
          if (due.length === 0)
            return (
              <Empty>
                {t('certificates.noneDue')}
                <br />
                {next && t('certificates.nextEnds', { when: relative(next.endsAt) })}
              </Empty>
            );
          return (
            <ul class="checks">
              {due.map(({ name, endsAt, withinDays }) => {
                const { use, mspId } = readCertificateName(name);
                return (
                  <li key={name}>
                    <span>
                      {tOf('certificate', use)} {mspId && organizationName(mspId)}
                    </span>
                    <Badge tone={(withinDays ?? 30) <= 1 ? 'bad' : 'warn'}>
                      <Ago at={endsAt} />
                    </Badge>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
