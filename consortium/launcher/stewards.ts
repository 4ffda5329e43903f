/** The stewards of all organisations on this machine, as `npm start` runs them: by themselves, until they are told to end. */
import { followUntilEnded } from '../steward/follow-decisions.js';
import { notedPlan } from '../steward/noted-plans.js';
import { Steward } from '../steward/steward.js';
import { endWithError } from '../terminal/end-with-error.js';
import { knownTopology } from './data-folder.js';
import { readDataDir } from './settings.js';

const dataDir = readDataDir();
const say = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const topology = knownTopology(dataDir);
  const stewards = topology.organizations.map((each) => new Steward(topology, each, dataDir, say));
  await followUntilEnded(stewards, say, (planHash) => notedPlan(dataDir, planHash));
}

main().catch(endWithError);
