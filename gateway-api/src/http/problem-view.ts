/** What a refusal looks like. */
import { errorCodes, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { gatewayFailureCodes } from '../channel/failures.js';
import { requestProblemCodes, type ProblemCode } from './problems.js';

export const problemCode = z.enum(
  [errorCodes, gatewayFailureCodes, requestProblemCodes].flatMap((codes) => Object.keys(codes)) as [
    ProblemCode,
    ...ProblemCode[],
  ],
);

export const problemView = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: problemCode,
    traceId: z.string(),
    retryable: z.boolean().meta({ description: 'Whether the same request may succeed later.' }),
    txId: z.string().optional(),
    operationId: operationId.optional(),
    field: z.string().optional(),
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, with the gateway’s own members.' });
