import { z } from 'zod';

/** A call of the contract: the schema of what is asked, and of the answer. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** Nothing is asked, or nothing is answered. */
export const nothing = z.null();
