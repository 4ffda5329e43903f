export { type Answer, Attempts, type AttemptOptions, type Fetch } from './attempts.js';
export { Client, type ClientOptions } from './client.js';
export { GatewayError, OutcomeUnknownError, ProblemError, UnreachableError } from './errors.js';
export type * from './options.js';
export type { ProblemCode, Problem, Routes } from './routes.js';
