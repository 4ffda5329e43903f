/**
 * What fabric-shim 2.5.8 does with the parameters of each transaction costs some 2 ms: it compiles a schema of them anew and
 * writes their whole descriptions out for a log that is off. All parameters here are text, which the catalogue's schemas read
 * afterwards; so nothing has to be compiled to see that they are.
 */
import DataMarshall from 'fabric-shim/lib/contract-spi/datamarshall.js';

/** From now on, for every contract. A number of parameters that was not expected is refused as before. */
export function passTextParameters(): void {
  // It is called with the marshaller that it belongs to, below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { handleParameters } = DataMarshall.prototype;
  DataMarshall.prototype.handleParameters = function passing(this: DataMarshall, fn, parameters, prefix) {
    const { parameters: expected = [] } = fn;
    const areText = expected.length > 0 && expected.every(({ schema }) => schema.type === 'string');
    if (!areText || expected.length !== parameters.length) return handleParameters.call(this, fn, parameters, prefix);
    return parameters.map((argument) => this.fromWireBuffer(argument).value);
  };
}
