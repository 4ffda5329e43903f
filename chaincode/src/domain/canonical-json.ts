/** The rules spell JSON as clients do when they sign: the catalogue owns the spelling. */
export { canonicalJson, inKeyOrder } from '../catalogue/canonical-json.js';
