import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import { Type } from 'typebox';
import { compileCheck } from '../../server/http/schemas.ts';
import { ClaimInput } from '../../shared/stock/claims.ts';

/** The baseline of claims over HTTP: a POST whose body is checked against the same schema, and that does nothing. */
const app = Fastify().setValidatorCompiler(compileCheck).withTypeProvider<TypeBoxTypeProvider>();
app.post('/api/v1/shows/:id/claims', { schema: { body: ClaimInput, response: { 201: Type.Object({ claimId: Type.String() }) } } }, async ({ body }, reply) => {
  reply.code(201);
  return Promise.resolve({ claimId: body.claimId });
});

await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
process.send?.({ ready: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
process.once('disconnect', () => process.exit(0));
