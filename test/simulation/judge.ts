/** One run by a seed: what is sent, what is answered, and where that is not what the model says. */
import { catalogue, type Operation, type RequestOf } from '@commonpoint/catalogue';
import { setTimeout as pause } from 'node:timers/promises';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { sentenceOf } from '../../audit/src/findings.js';
import { ChannelFailure } from '../../gateway-api/src/channel/channel.js';
import { Failure } from '../../gateway-api/src/channel/failures.js';
import { letLotsFollow } from '../../gateway-api/src/subjects/accounts/merge-account.js';
import { liabilityQueries } from '../../gateway-api/src/subjects/programs/liability-reckoning.js';
import type { OperationResult } from '../../gateway-api/src/writes/results.js';
import { chainsOf, Expectations, type Expected } from './expectations.js';
import { BlockJudge } from './judge-blocks.js';
import { differingFigures } from './judge-figures.js';
import { act } from './model-acts.js';
import { modelAtStart } from './model-at-start.js';
import { ActPlan, type Act } from './plan-acts.js';
import { Plan, type Request } from './plan.js';
import { mspIds, randomOf, slugs, type Slug } from './planned-accounts.js';
import { sum } from './points-by-expiry.js';
import { established, SimulatedConsortium, START } from './simulated-consortium.js';

/** Not the ledger's word: it may be sent again, and has had no effect. */
const forTheMoment = new Set(['LEDGER_CONFLICT', 'LEDGER_REFUSED', 'OPERATION_IN_FLIGHT']);

export async function judge(seed: number, steps: number) {
  jest.setSystemTime(Date.parse(START));
  const below = randomOf(seed);
  const model = modelAtStart();
  const expectations = new Expectations(model);
  const consortium = new SimulatedConsortium(await established());
  const { network } = consortium;
  const plan = new Plan(below, model);
  const actPlan = new ActPlan(below, model, plan);
  const answers: Record<string, number> = {};
  const accidents: Record<string, number> = {};
  const log: string[] = [];
  const wrong: string[] = [];
  const note = (what: string): void => void (accidents[what] = (accidents[what] ?? 0) + 1);
  const blocks = new BlockJudge(
    model,
    network,
    (what) => void (answers[what] = (answers[what] ?? 0) + 1),
    () => {
      expectations.lookAgain();
      for (const lookAgain of acting) lookAgain();
    },
  );
  /** Of what administrators do right now: what it would be answered at this moment. */
  const acting = new Set<() => void>();
  let step = 0;

  const cut = network.cut.bind(network);
  network.cut = () => {
    cut();
    try {
      if (wrong.length === 0) blocks.look();
    } catch (error) {
      wrong.push(`a block: ${String(error)}`);
    }
  };

  function compare(
    { slug, operations, repeats }: Request,
    expected: Expected,
    results: readonly OperationResult[],
  ): void {
    results.forEach(({ state, code }, at) => {
      const said = code ?? state;
      answers[said] = (answers[said] ?? 0) + 1;
      if (!expected.codes[at]!.has(said) && !forTheMoment.has(said))
        wrong.push(
          `${slug} was answered ${said} to ${JSON.stringify(operations[at])}${repeats ? ` (repeated by ${repeats})` : ''}: the model says ${[...expected.codes[at]!].join(' or ')}`,
        );
    });
    for (const chain of chainsOf(operations)) expectations.refuse(mspIds[slug], chain, results);
  }
  async function send(request: Request): Promise<void> {
    const { slug, role, key, operations } = request;
    const expected = expectations.begin(plan.by(request), operations);
    const answer = await consortium.gateways
      .get(slug)!
      .operations.submit(
        { organization: slug, mspId: mspIds[slug], clientId: slug, role },
        operations as unknown as readonly Operation[],
        {
          waitMs: 600_000,
          idempotency: { scope: `${slug} batches`, key, fingerprint: JSON.stringify(operations) },
        },
      );
    expectations.open.delete(expected);
    if (answer.kind === 'conflict') wrong.push(`key ${key} is in conflict`);
    else if (answer.kind === 'in-flight') note('in flight');
    else compare(request, expected, answer.results);
  }

  async function administer({ slug, name, request, isCutOff }: Act): Promise<void> {
    const channel = network.channel(mspIds[slug]);
    const possible = new Set<string>();
    const look = (): void =>
      void possible.add(model.tentatively(() => act(model, mspIds[slug], name, request)) ?? 'administered');
    acting.add(look);
    look();
    let said = 'administered';
    try {
      const { transaction, writesSomething } = await channel.endorse('admin', name, JSON.stringify(request));
      if (writesSomething()) await channel.submit(transaction);
      network.cut();
    } catch (error) {
      said = /"code":"(\w+)"/.exec(String((error as { cause?: unknown }).cause ?? error))?.[1] ?? String(error);
    }
    acting.delete(look);
    log.push(`${slug} ${name} ${JSON.stringify(request)} ${said}`);
    answers[said] = (answers[said] ?? 0) + 1;
    if (!possible.has(said))
      wrong.push(
        `${slug} was answered ${said} to ${name} ${JSON.stringify(request)}: the model says ${[...possible].join(' or ')}`,
      );
    if (name === catalogue.mergeAccounts.name && said === 'administered' && isCutOff !== true)
      await follow(slug, request as RequestOf<typeof catalogue.mergeAccounts>);
  }

  async function follow(slug: Slug, merged: RequestOf<typeof catalogue.mergeAccounts>): Promise<void> {
    try {
      await letLotsFollow(consortium.gateways.get(slug)!, merged, 'admin');
      note('followed');
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      note(`following: ${error.code}`);
    }
  }

  /** Gateways do some things by themselves: what was read while one did is read again. */
  async function compareFigures(): Promise<void> {
    await consortium.caughtUp();
    const before = blocks.seen;
    const differing = await differingFigures(model, network, note);
    if (blocks.seen !== before && differing.length > 0) return compareFigures();
    wrong.push(...differing, ...(await differingLiabilities()));
  }

  /** Each gateway has worked through receipts at other moments, and some anew; the audit has them all at once. */
  async function differingLiabilities(): Promise<string[]> {
    const differing: string[] = [];
    for (const programId of slugs) {
      const last = network.blocks.length - 1;
      const audited = new BlockAudit({ chaincode: 'points', trustsPeer: true, liabilityOf: programId });
      for (let number = 0; number <= last; number++) audited.apply(network.encoded(number));
      const should = JSON.stringify(audited.finish().liability);
      for (const [slug, { projection }] of consortium.gateways) {
        const is = JSON.stringify(await projection.of(liabilityQueries).report(programId, last));
        if (is !== should)
          differing.push(`${programId}'s liability by ${slug}'s gateway is ${is}: the audit says ${should}`);
      }
      note('liability compared');
    }
    return differing;
  }

  /** What was cut off is gone on with, and nothing of a merged account is left. */
  async function followAll(): Promise<void> {
    for (const [accountId, { custodian, mergedInto }] of model.accounts) {
      if (mergedInto === undefined) continue;
      const slug = slugs.find((each) => mspIds[each] === custodian)!;
      await follow(slug, { accountId, intoAccountId: mergedInto });
      for (const programId of slugs) {
        const left = sum(model.balance(accountId, programId));
        if (left > 0n) wrong.push(`${left} points of ${programId} stay in ${accountId}, which was merged`);
      }
    }
  }

  /** To whom every block is a stranger's. */
  function audit(): void {
    const watch = new BlockAudit({ chaincode: 'points', trustsPeer: true });
    for (const { number } of network.blocks)
      wrong.push(...watch.apply(network.encoded(number)).map((finding) => `the audit: ${sentenceOf(finding)}`));
  }

  function accident(): void {
    const channel = consortium.channels.get(slugs[below(3)]!)!;
    const kind = below(4);
    note(['lagging peer', 'lost submission', 'lost answer', 'conflict'][kind]!);
    if (kind === 0) channel.endorseFailures.push(new ChannelFailure('mismatch', 'lagging'));
    else if (kind === 3) network.invalidations.push(11);
    else channel.submitAccidents.push(kind === 1 ? 'lost' : 'received');
  }

  try {
    while (step < steps && wrong.length === 0) {
      const size = below(2) === 0 ? 1 : 2 + below(6);
      blocks.quiet = size === 1;
      if (below(4) === 0) accident();
      const requests = Array.from({ length: size }, () => plan.request());
      const acts = below(3) === 0 ? [actPlan.act()] : [];
      if (acts.length > 0) blocks.quiet = false;
      blocks.asking = new Set(requests.flatMap(({ operations }) => operations.map(({ id }) => id)));
      for (const request of requests) log.push(JSON.stringify(request));
      step += requests.reduce((all, { operations }) => all + operations.length, acts.length);
      await Promise.all([...requests.map(send), ...acts.map(administer)]);
      await consortium.caughtUp();
      await pause(0);
      if (below(20) === 0) {
        const slug = slugs[below(3)]!;
        note('lost database');
        log.push(`${slug} loses its database`);
        await consortium.loseDatabase(slug);
        for (const id of [...expectations.refused.keys()])
          if (id.startsWith(mspIds[slug])) expectations.refused.delete(id);
      }
      if (below(10) === 0) {
        model.now = new Date(Date.parse(model.now) + [1, 12, 60, 120][below(4)]! * 3_600_000).toISOString();
        jest.setSystemTime(Date.parse(model.now));
        log.push(`it is ${model.now}`);
      }
      if (below(12) === 0) await compareFigures();
    }
    if (wrong.length === 0) await followAll();
    if (wrong.length === 0) await compareFigures();
    if (wrong.length === 0) audit();
  } finally {
    await consortium.end();
  }
  if (wrong.length > 0) {
    const again = `SIMULATION_SEED=${seed} SIMULATION_STEPS=${step}`;
    const said = `${again}:\n${wrong.join('\n')}\nThe last of what was done until then:\n${log.slice(-25).join('\n')}`;
    // At once, because a long run goes on for a while.
    process.stderr.write(`simulation: ${said}\n`);
    throw new Error(said);
  }
  return { answers, accidents };
}
