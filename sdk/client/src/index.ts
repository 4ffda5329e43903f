export { type Answer, Attempts, type AttemptOptions, type Fetch } from './attempts.js';
export { Client, type ClientOptions } from './client.js';
export { GatewayError, OutcomeUnknownError, ProblemError, UnreachableError } from './errors.js';
export type { EventQuery } from './event-stream.js';
export type * from './options.js';
export type { Event, ProblemCode, Problem, Routes } from './routes.js';
