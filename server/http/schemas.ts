import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ShowIdText } from '../../shared/show/schemas.ts';

export const ShowParams = Type.Object({ id: ShowIdText });
export const WindowQuery = Type.Optional(Type.Union([Type.Literal('show'), Type.Literal('5m'), Type.Literal('onair')]));
export const AfterQuery = Type.Optional(Type.String({ pattern: '^\\d{1,15}-\\d{1,15}(\\.\\d{1,6})?$', description: 'an event or entry id' }));

/** Checks a part of a request as it came, and only where that fails as the types its texts may stand for: converting costs more than checking. */
export const compileCheck: FastifySchemaCompiler<TSchema> = (route) => {
  const asSent = Compile(route.schema);
  const converted = TypeBoxValidatorCompiler(route);
  return (value: unknown) => (asSent.Check(value) ? { value } : converted(value));
};
