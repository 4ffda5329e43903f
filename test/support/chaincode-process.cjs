'use strict';
/**
 * The built chaincode in a process of its own; with `altered` as third argument it is not the chaincode that the
 * organisations agreed on: it lets anybody change any programme, lets one vote decide, and writes whatever it is told to.
 */
const { join } = require('node:path');
require('reflect-metadata');
const shim = require('fabric-shim');
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract.js');

const dist = join(__dirname, '..', '..', 'chaincode', 'dist');
const [, , ccid, address, kind] = process.argv;

/**
 * What no contract of the catalogue offers: a row written by its key, in a private collection if one is named. `row`
 * absent: the row is deleted. `forget`: the row's own endorsement policy is taken off.
 */
async function writeRow(stub, { collection, objectType, parts, row, forget }) {
  const key = stub.createCompositeKey(objectType, parts);
  if (collection) await stub.putPrivateData(collection, key, Buffer.from(JSON.stringify(row)));
  else if (forget) await stub.setStateValidationParameter(key, Buffer.alloc(0));
  else if (row === undefined) await stub.deleteState(key);
  else await stub.putState(key, Buffer.from(JSON.stringify(row)));
  return shim.success(Buffer.from('{}'));
}

async function readPrivately(stub, { collection, objectType, parts }) {
  const value = await stub.getPrivateData(collection, stub.createCompositeKey(objectType, parts));
  return shim.success(Buffer.from(JSON.stringify(Buffer.from(value).toString())));
}

const altered = { 'Altered:Write': writeRow, 'Altered:ReadPrivately': readPrivately };

const { contracts, serializers } = require(join(dist, 'index.js'));
const chaincode = new ChaincodeFromContract([...contracts], serializers, {}, 'points', '1.0');
if (kind === 'altered') {
  require(join(dist, 'domain', 'programs', 'programs.js')).decideIssuer = () => undefined;
  require(join(dist, 'domain', 'governance', 'tally.js')).certainOutcomeOf = () => 'passed';
  const invoke = chaincode.Invoke.bind(chaincode);
  chaincode.Invoke = (stub) => {
    const { fcn, params } = stub.getFunctionAndParameters();
    return altered[fcn] === undefined
      ? invoke(stub)
      : altered[fcn](stub, JSON.parse(params[0])).catch(({ message }) => shim.error(message));
  };
}

shim
  .server(chaincode, { ccid, address })
  .start()
  .then(
    () => process.stdout.write('ready\n'),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
process.on('disconnect', () => process.exit(0));
