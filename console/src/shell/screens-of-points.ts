/** Screens of points: they are made of much the same, so they travel as one file. */
export { Clearing } from '../clearing/clearing.js';
export { Imports } from '../imports/imports.js';
export { Lines } from '../lines/lines.js';
export { Members } from '../members/members.js';
export { Programs } from '../programs/programs.js';
