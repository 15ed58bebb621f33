import { z } from 'zod';

// The content security policy forbids making code from text, which zod tries for speed when a schema is made; every try
// would be reported. This has to run before the first schema is made, so the entry imports it first.
z.config({ jitless: true });
