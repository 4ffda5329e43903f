/** By which rules a programme's points live. */
import type { JSX } from 'preact';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Day, Empty, Facts, Table } from '../parts/parts.js';
import { count, cycleName, points, price } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { limitsSaid, type ProgramRead, ruleActions } from './issuer-actions.js';

export function Rules({ program, onDone }: { program: ProgramRead; onDone: () => void }): JSX.Element {
  const { who } = useSession();
  const { rules, clearingValues = [], currency, termsOfUse, spendableUntil } = program;
  const [limits, value, terms] = program.issuer === who.mspId ? ruleActions(program) : [];
  const said = limitsSaid(program.limits);
  return (
    <div class="stack">
      <Card
        title={t('programs.rules')}
        aside={
          <div class="actions">
            <AsOf block={program.asOfBlock} />
            <Actions of={[terms]} onDone={onDone} />
          </div>
        }
      >
        <Facts
          of={[
            [t('programs.cap'), points(program.cap)],
            [t('programs.capCounts'), t(program.capOn === 'issued' ? 'programs.onIssued' : 'programs.onOutstanding')],
            [t('programs.expiryMonths'), t('programs.months', { count: count(program.expiryMonths) })],
            [t('programs.transferable'), t(rules.transferable ? 'programs.yes' : 'programs.no')],
            [t('programs.maturity'), t('notes.days', { count: count(rules.maturityDays ?? 0) })],
            [t('programs.shortfall'), tOf('shortfall', rules.shortfall ?? 'forgiven')],
            ...(spendableUntil ? ([[t('programs.woundDown'), <Day of={spendableUntil} />]] as const) : []),
            ...(termsOfUse
              ? ([[t('programs.terms'), t('governance.agreed', { version: termsOfUse.version })]] as const)
              : []),
          ]}
        />
      </Card>
      <div class="grid two">
        <Card
          title={t('programs.limits')}
          note={t('programs.limitsNote')}
          aside={<Actions of={[limits]} onDone={onDone} />}
        >
          {said.length === 0 ? <Empty>{t('programs.noLimits')}</Empty> : <Facts of={said} />}
        </Card>
        <Card
          title={t('programs.clearingValue')}
          note={t('programs.clearingValueNote')}
          aside={<Actions of={[value]} onDone={onDone} />}
          flush
        >
          <Table
            caption={t('programs.clearingValue')}
            empty={t('programs.noValue')}
            keyOf={({ fromCycle }) => fromCycle}
            rows={clearingValues.toReversed()}
            columns={[
              { title: t('programs.fromCycle'), names: true, of: ({ fromCycle }) => cycleName(fromCycle) },
              {
                title: t('programs.aPoint'),
                figures: true,
                of: ({ clearingValue }) => price(clearingValue, currency),
              },
            ]}
          />
        </Card>
      </div>
    </div>
  );
}
