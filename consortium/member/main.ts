/**
 * `member STEP ...`: one organisation's part in setting a consortium up, on its own machine and with its own keys; and
 * `member audit ...`, which recomputes the ledger that came of it.
 * Environment: SLUG names the organisation, DATA_DIR its folder; TOPOLOGY is a file, made from what `member topology`
 * prints, that all organisations have agreed on; FABRIC_CA is one that says where the organisation's own authorities are.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAudit } from '@commonpoint/audit/command';
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import { packageChaincode } from '@commonpoint/network/admin/package-chaincode';
import { describeError } from '@commonpoint/network/admin/retry';
import { agreedIn, type AgreedTopology } from '../description/founding.js';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { forgetRoleKey } from '../launcher/gateway-files.js';
import { runKeys } from '../launcher/keys-command.js';
import { followUntilEnded } from '../steward/follow-decisions.js';
import { intentUsage, takeIntent } from '../steward/intent-argument.js';
import { revoke } from '../steward/revoke.js';
import { notedPlan } from '../steward/noted-plans.js';
import { Steward } from '../steward/steward.js';
import { runStewardCommand } from '../steward/steward-command.js';
import { admit, showAdmission } from './admit.js';
import { agree } from './agree.js';
import { auditConnectionOf } from './audit-as-member.js';
import { joinRunning } from './join-running.js';
import { type Member, memberSteps } from './member-steps.js';
import { topologyWithFile } from './newcomer.js';
import { ownUsage, runOwnCommand } from './own-commands.js';
import { ownAuthorities } from './own-authorities.js';
import { topologyWithCode } from './upgrade.js';
import { requiredVariable } from './required-variable.js';

const say = (line: string): void => console.log(line);

async function main(steps: readonly string[]): Promise<void> {
  const topology = readTopology();
  if (steps[0] === 'topology' && steps.length <= 3) {
    return console.log(JSON.stringify(topologyOf(topology, steps.slice(1)), null, 2));
  }
  if (steps.join() === 'chaincode-id') {
    return console.log(packageChaincode(topology).packageId);
  }
  const [first, ...rest] = steps;
  if (first === 'keys') return keys(rest, memberOf(topology));
  if (first === 'join-running' && rest.length === 0) return joinRunning(memberOf(topology), say);
  if (first === 'admit' && rest[0] !== undefined && rest.slice(1).join() === '--plan') {
    return showAdmission(rest[0], memberOf(topology), say);
  }
  if (first === 'admit' && rest.length === 1) return admit(rest[0]!, memberOf(topology), say);
  if (await runOwnCommand(steps, () => memberOf(topology), say)) return;
  if (first === 'network') return network(rest, memberOf(topology));
  if (first === 'audit') {
    process.exitCode = await runAudit(rest, () => auditConnectionOf(memberOf(topology)));
    return;
  }
  const unknown = steps.find((step) => memberSteps[step] === undefined);
  if (steps.length === 0 || unknown !== undefined) {
    const known = `topology [FILE | FOLDER HOST:PORT] | chaincode-id | ${Object.keys(memberSteps).join(' | ')}`;
    const running = 'join-running | admit FILE [--plan]';
    throw new Error(`Usage: member ${known} | ${running} | ${ownUsage} | keys … | network … | audit [--help]`);
  }
  const member = memberOf(topology);
  for (const step of steps) {
    for (const line of (await memberSteps[step]?.(member)) ?? []) {
      console.log(line);
    }
  }
}

/** As it is, with an organisation more, or with another code of the chaincode at an address. @throws Complaint */
function topologyOf(topology: AgreedTopology, [path, address]: readonly string[]): AgreedTopology {
  if (path === undefined) return topology;
  return address === undefined ? topologyWithFile(topology, path) : topologyWithCode(topology, path, address);
}

/** The API keys of its gateway: `member keys create --role cashier --name till-4`. */
async function keys(args: readonly string[], { organization, dataDir }: Member): Promise<void> {
  const { slug, roles } = organization;
  const forget = (role: string): Promise<void> => forgetRoleKey(dataDir, slug, role);
  const lines = await runKeys(args, { slug, roles, folder: join(dataDir, 'gateway'), forget });
  for (const line of lines) console.log(line);
}

/** `member network plan | sign | post | send INTENT …`, `member network steward`: its part in a change of the channel, with its own key. */
async function network(args: readonly string[], { topology, organization, dataDir }: Member): Promise<void> {
  const open = (): Steward => new Steward(topology, organization, dataDir, say);
  if (args.join(' ') === 'steward') {
    return followUntilEnded([open()], say, (planHash) => notedPlan(dataDir, planHash));
  }
  const [command, certificate, ...more] = args;
  const taken = command === 'agree' ? takeIntent(args.slice(1)) : undefined;
  if (taken !== undefined && taken.rest.length === 0) {
    const steward = open();
    const name = `${taken.wish.kind}-${createHash('sha256').update(JSON.stringify(taken.wish)).digest('hex').slice(0, 8)}`;
    return agree(taken.wish, { steward, organization, dataDir, name, say }).finally(() => steward.close());
  }
  if (command === 'revoke' && certificate !== undefined && more.length === 0) {
    return revoke(certificate, { organization, dataDir, open, say });
  }
  if (await runStewardCommand(args, { steward: open, dataDir, say })) return;
  const usage =
    'agree INTENT | plan INTENT | sign INTENT | post INTENT | send INTENT FILE… | revoke CERTIFICATE | steward';
  throw new Error(`Usage: member network ${usage}\n${intentUsage}`);
}

function readTopology(): AgreedTopology {
  const path = process.env['TOPOLOGY'];
  if (path !== undefined && path !== '') return JSON.parse(readFileSync(path, 'utf8')) as AgreedTopology;
  const description = readDescription(descriptionPath());
  return { ...createDockerTopology(description), ...agreedIn(description) };
}

function memberOf(topology: AgreedTopology): Member {
  const slug = requiredVariable('SLUG');
  const organization = topology.organizations.find((each) => each.slug === slug);
  if (organization === undefined) {
    const known = topology.organizations.map((each) => each.slug).join(', ');
    throw new Error(`SLUG is ${slug}, but the topology knows ${known}`);
  }
  const gatewayUrl = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:8080';
  const authoritiesOf = ownAuthorities(process.env['FABRIC_CA']);
  return { topology, organization, dataDir: requiredVariable('DATA_DIR'), gatewayUrl, authoritiesOf };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
