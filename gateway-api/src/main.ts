/** `node gateway-api/dist/main.js --config FILE`: one organisation's gateway as a process. */
import { enableCompileCache } from 'node:module';
import { requireNode } from './node-version.js';

requireNode();
// Takes a third off the time to start; organisations' gateways on one machine share it.
enableCompileCache();

// Only after the check: what is below needs the newer Node, and would fail less clearly.
void import('./run.js').then(({ run }) => run(process.argv.slice(2)));
