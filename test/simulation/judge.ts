/** One run by a seed: what is sent, what is answered, and where that is not what the model says. */
import { catalogue } from '@commonpoint/catalogue';
import type { CycleReport, Operation } from '@commonpoint/catalogue';
import { setTimeout as pause } from 'node:timers/promises';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { sentenceOf } from '../../audit/src/findings.js';
import { ChannelFailure } from '../../gateway-api/src/channel/channel.js';
import type { OperationResult } from '../../gateway-api/src/writes/results.js';
import { chainsOf, Expectations, type Expected } from './expectations.js';
import { act } from './model-acts.js';
import { Receipted } from './model-debits.js';
import { Model, type Asked } from './model.js';
import type { Done } from './model-state.js';
import { only, sum } from './points-by-expiry.js';
import { mspIds, Plan, randomOf, slugs, type Act, type Request } from './plan.js';
import { accountIds, established, programs, RATE_QUOTA, SimulatedConsortium, START } from './simulated-consortium.js';

function modelAtStart(): Model {
  const model = new Model();
  model.now = START;
  for (const slug of slugs) {
    const { cap, expiryMonths, clearingValue, rules } = programs[slug];
    model.programs.set(slug, {
      issuer: mspIds[slug],
      cap: BigInt(cap),
      months: expiryMonths,
      transferable: rules.transferable,
      clawback: 'shortfall' in rules,
      graceDays: 'returnGraceDays' in rules ? rules.returnGraceDays : 14,
      reinstatementDays: 'reinstatementDays' in rules ? rules.reinstatementDays : 0,
      status: 'active',
      values: [{ setIn: '', value: BigInt(clearingValue) }],
    });
    for (const accountId of accountIds[slug])
      model.accounts.set(accountId, { custodian: mspIds[slug], status: 'active' });
    for (const other of slugs)
      if (other !== slug) model.acceptances.set(`${mspIds[other]} ${slug}`, { valueMin: 1n, since: '2026-11' });
  }
  model.carved.set('citypark', BigInt(RATE_QUOTA));
  model.rate = { quota: BigInt(RATE_QUOTA), used: 0n };
  return model;
}

/** Not the ledger's word: it may be sent again, and has had no effect. */
const forTheMoment = new Set(['LEDGER_CONFLICT', 'LEDGER_REFUSED', 'OPERATION_IN_FLIGHT']);

export async function judge(seed: number, steps: number) {
  jest.setSystemTime(Date.parse(START));
  const below = randomOf(seed);
  const model = modelAtStart();
  const expectations = new Expectations(model);
  const consortium = new SimulatedConsortium(await established());
  const { network } = consortium;
  const plan = new Plan(below, model, accountIds);
  const answers: Record<string, number> = {};
  const accidents: Record<string, number> = {};
  const log: string[] = [];
  const wrong: string[] = [];
  const note = (what: string): void => void (accidents[what] = (accidents[what] ?? 0) + 1);
  let quiet = false;
  /** The operations of the requests under way. */
  let asking = new Set<string>();
  let seen = network.effects.length;
  let step = 0;

  const applied = (done: Done | string, outcome: { state: string; receipt?: object }, asked: Asked): void => {
    if (typeof done === 'string') throw new Error(`${JSON.stringify(asked)} took effect: the model says ${done}`);
    const receipt = outcome.receipt as Record<string, unknown>;
    for (const rare of ['clawback', 'paidOff', 'grace', 'maturesOn', 'shortfall'])
      if (receipt[rare] !== undefined) answers[`${asked.kind} ${rare}`] = (answers[`${asked.kind} ${rare}`] ?? 0) + 1;
    const expected: Record<string, unknown> = {
      programId: done.programId,
      accountId: done.accountId,
      amount: String(done.amount),
      ...(done.toAccountId !== undefined && { toAccountId: done.toAccountId }),
      ...(done.shortfall !== undefined && done.shortfall > 0n && { shortfall: String(done.shortfall) }),
      ...(done.clawback !== undefined && done.clawback > 0n && { clawback: String(done.clawback) }),
      ...(done.paidOff !== undefined && done.paidOff > 0n && { paidOff: String(done.paidOff) }),
      ...(done.taken !== undefined && { taken: String(done.taken), received: String(done.received) }),
      ...(done.value !== undefined && { clearingValue: String(done.value) }),
    };
    for (const [field, value] of Object.entries(expected))
      if (receipt[field] !== value)
        throw new Error(
          `${JSON.stringify(asked)}: ${field} is ${String(receipt[field])}, the model says ${String(value)}`,
        );
    if ((done.paidOff ?? 0n) === 0n && receipt['paidOff'] !== undefined)
      throw new Error(`${asked.id}: it paid off what was not owed`);
    if (done.shortfall === 0n && receipt['shortfall'] !== undefined) throw new Error(`${asked.id}: a false shortfall`);
  };

  /** Every block, as it is cut: what took effect, and that the sums are right. */
  const look = (): void => {
    for (; seen < network.effects.length; seen += 1) {
      const { mspId, role, name, request, reply } = network.effects[seen]!;
      const body = JSON.parse(request) as Record<string, unknown>;
      if (name !== catalogue.postPoints.name) {
        const code = act(model, mspId, name, body);
        if (code !== undefined) throw new Error(`${name} ${request} took effect: the model says ${code}`);
      } else {
        const { outcomes } = JSON.parse(reply) as { outcomes: { state: string; receipt?: object }[] };
        (body['operations'] as Asked[]).forEach((sent, at) => {
          const row = network.stub.rows.get(['', 'op', mspId, sent.id, ''].join('\u0000'));
          const outcome = { receipt: row && JSON.parse(row.value.toString()), ...outcomes[at]! };
          const { inputs: _inputs, lanes: _lanes, ...asked } = sent;
          // A gateway's own void of an expired hold, say: the request may have been endorsed before it.
          if (!asking.has(sent.id)) quiet = false;
          if (outcome.state === 'POSTED')
            applied(model.do({ mspId, role }, asked, new Receipted(outcome.receipt, quiet)), outcome, asked);
          else if (outcome.state === 'EXISTS' && !model.done.has(`${mspId} ${sent.id}`))
            throw new Error(`${sent.id} is said to exist`);
        });
      }
      expectations.lookAgain();
    }
    for (const programId of slugs) {
      const { outstanding, held } = model.outstanding(programId);
      const t = model.totals.get(programId);
      const spent = t === undefined ? 0n : t.issued - t.redeemed - t.expired - t.reversed;
      if (spent !== outstanding + held) throw new Error(`${programId}: ${spent} is not ${outstanding} + ${held}`);
    }
  };
  const cut = network.cut.bind(network);
  network.cut = () => {
    cut();
    try {
      if (wrong.length === 0) look();
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

  async function administer({ slug, name, request }: Act): Promise<void> {
    const channel = network.channel(mspIds[slug]);
    let said: string | undefined;
    try {
      const { transaction, writesSomething } = await channel.endorse('admin', name, JSON.stringify(request));
      if (writesSomething()) await channel.submit(transaction);
      network.cut();
    } catch (error) {
      said = /"code":"(\w+)"/.exec(String((error as { cause?: unknown }).cause ?? error))?.[1] ?? String(error);
    }
    log.push(`${slug} ${name} ${JSON.stringify(request)} ${said ?? ''}`);
    answers[said ?? 'administered'] = (answers[said ?? 'administered'] ?? 0) + 1;
  }

  async function compareFigures(): Promise<void> {
    await consortium.caughtUp();
    const before = seen;
    const differing: string[] = [];
    const read = async (name: string, request: object): Promise<Record<string, unknown>> =>
      JSON.parse(
        Buffer.from(await network.channel('HarborMSP').evaluate('admin', name, JSON.stringify(request))).toString(),
      );
    const same = (what: string, is: unknown, should: unknown): void => {
      if (String(is) !== String(should)) differing.push(`${what} is ${String(is)}: the model says ${String(should)}`);
    };
    for (const programId of slugs) {
      const supply = await read('Programs:Supply', { programId });
      const { outstanding, held } = model.outstanding(programId);
      const totals = model.totals.get(programId) ?? { issued: 0n, redeemed: 0n, expired: 0n, reversed: 0n };
      for (const [field, value] of Object.entries({ ...totals, outstanding, held }))
        same(`${programId}'s ${field}`, supply[field], value);
      for (const accountId of slugs.flatMap((slug) => accountIds[slug])) {
        const points = model.balance(accountId, programId);
        const { balances } = (await read('Accounts:Balances', { accountId })) as { balances: Record<string, string>[] };
        const balance = balances.find((each) => each['programId'] === programId);
        same(
          `${accountId}'s ${programId}`,
          balance?.['available'] ?? '0',
          sum(only(points, (day) => !model.isExpired(day) && model.isRipe(day))),
        );
        same(
          `${accountId}'s pending ${programId}`,
          balance?.['pending'] ?? '0',
          sum(only(points, (day) => !model.isRipe(day))),
        );
        same(
          `what ${accountId} owes back of ${programId}`,
          balance?.['clawback'] ?? '0',
          model.owedBack(accountId, programId),
        );
        same(`${accountId}'s expired ${programId}`, balance?.['expired'] ?? '0', sum(only(points, model.isExpired)));
      }
    }
    for (const cycle of new Set([model.cycle(), ...[...model.positions.keys()].map((key) => key.split(' ')[0]!)]))
      await compareCycle(cycle, read, same);
    // Gateways do some things by themselves: what was read while one did is read again.
    if (seen !== before && differing.length > 0) await compareFigures();
    else wrong.push(...differing);
  }

  /** Who owes whom, in points and in money, and what that comes to for each. */
  async function compareCycle(
    cycle: string,
    read: (name: string, request: object) => Promise<Record<string, unknown>>,
    same: (what: string, is: unknown, should: unknown) => void,
  ): Promise<void> {
    const report = (await read('Clearing:Cycle', { cycle })) as unknown as CycleReport;
    const owed = [...model.positions].filter(
      ([key, { amount, worth }]) => key.startsWith(`${cycle} `) && (amount !== 0n || worth !== 0n),
    );
    const net = new Map<string, bigint>();
    for (const [key, { amount, worth }] of owed) {
      const [, debtor, creditor, programId] = key.split(' ') as [string, string, string, string];
      const position = report.positions.find(
        (p) => p.debtor === debtor && p.creditor === creditor && p.programId === programId,
      );
      same(key, position?.amount ?? '0', amount);
      same(`${key}'s worth`, position?.worth ?? '0', worth);
      net.set(debtor, (net.get(debtor) ?? 0n) - worth);
      net.set(creditor, (net.get(creditor) ?? 0n) + worth);
    }
    same(`how many owe in ${cycle}`, report.positions.length, owed.length);
    for (const mspId of Object.values(mspIds)) {
      const said = report.net.find((each) => each.mspId === mspId)?.amount ?? '0';
      same(`what is due to ${mspId} from ${cycle}`, said, net.get(mspId) ?? 0n);
    }
    same(`whether ${cycle} is closed`, report.status === 'closed', model.closed.has(cycle));
    if (model.closed.has(cycle)) note('closed cycle compared');
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
      quiet = size === 1;
      if (below(4) === 0) accident();
      const requests = Array.from({ length: size }, () => plan.request());
      const acts = below(3) === 0 ? [plan.act()] : [];
      if (acts.length > 0) quiet = false;
      asking = new Set(requests.flatMap(({ operations }) => operations.map(({ id }) => id)));
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
