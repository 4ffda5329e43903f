/** `npm run network -- plan | apply …`: changes of the channel that `npm start` runs. */
import './require-node.js';
import { endWithError } from '../terminal/end-with-error.js';
import { runNetworkCommand } from './network-command.js';
import { readDataDir } from './settings.js';

runNetworkCommand(process.argv.slice(2), readDataDir(), (line) => console.log(line)).catch(endWithError);
