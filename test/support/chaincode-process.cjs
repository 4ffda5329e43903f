'use strict';
/**
 * The built chaincode in a process of its own; with `altered` as third argument it is not the chaincode that the
 * organisations agreed on: it lets anybody change any programme, and writes whatever it is told to.
 */
const { join } = require('node:path');
require('reflect-metadata');
const shim = require('fabric-shim');
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract.js');

const dist = join(__dirname, '..', '..', 'chaincode', 'dist');
const [, , ccid, address, kind] = process.argv;

/**
 * What no contract of the catalogue offers: a row written by its key. `row` absent: the row is deleted. `forget`: the
 * row's own endorsement policy is taken off.
 */
async function writeRow(stub, { objectType, parts, row, forget }) {
  const key = stub.createCompositeKey(objectType, parts);
  if (forget) await stub.setStateValidationParameter(key, Buffer.alloc(0));
  else if (row === undefined) await stub.deleteState(key);
  else await stub.putState(key, Buffer.from(JSON.stringify(row)));
  return shim.success(Buffer.from('{}'));
}

const { contracts, serializers } = require(join(dist, 'index.js'));
const chaincode = new ChaincodeFromContract([...contracts], serializers, {}, 'points', '1.0');
if (kind === 'altered') {
  require(join(dist, 'domain', 'programs.js')).decideIssuer = () => undefined;
  const invoke = chaincode.Invoke.bind(chaincode);
  chaincode.Invoke = (stub) => {
    const { fcn, params } = stub.getFunctionAndParameters();
    return fcn === 'Altered:Write' ? writeRow(stub, JSON.parse(params[0])) : invoke(stub);
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
