#!/usr/bin/env node
/** `commonpoint …`: what there is, put together; each command has a file. */
import { Command } from 'commander';
import { addAccounts } from './accounts.js';
import { addAny } from './any.js';
import { withConnection } from './connection.js';
import { endWith } from './end-with.js';
import { addImports } from './imports.js';
import { addOperations } from './operations.js';
import { addPrograms } from './programs.js';
import { addProposals } from './proposals.js';
import { addWatch } from './watch.js';

const program = withConnection(
  new Command('commonpoint')
    .description('A gateway at a terminal: imports, events, proposals, accounts, programmes, operations.')
    .option('--json', 'answers as JSON, as the gateway gives them')
    .showHelpAfterError('(--help says more)')
    .configureHelp({ showGlobalOptions: true })
    // Before there are commands of it, which are as it is then.
    .exitOverride(),
);
for (const add of [addImports, addWatch, addProposals, addAccounts, addPrograms, addOperations, addAny]) add(program);
program.addHelpText(
  'after',
  `
Ends with 0 when it is done, 1 when the gateway refused, 2 when the command makes no sense, 3 when a write is on its way
and nothing more is known (the same command with the --key that is shown goes on with it), 4 when no gateway answered.`,
);

// Who reads what is written may have read enough.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

program.parseAsync().catch(endWith);
