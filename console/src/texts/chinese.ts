/** All in Chinese: it is read together, so it travels as one file. */
export { zh } from './zh.js';
export { zhRefusals } from './zh-refusals.js';
