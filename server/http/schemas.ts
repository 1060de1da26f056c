import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { TALLY_PARTS } from '../../shared/metrics/view.ts';
import { ShowIdText } from '../../shared/show/schemas.ts';

export const ShowParams = Type.Object({ id: ShowIdText });
export const WindowQuery = Type.Optional(Type.Union([Type.Literal('show'), Type.Literal('5m'), Type.Literal('onair')]));
/** Names out of a closed list, separated by commas. */
export const PartsQuery = Type.Optional(Type.String({ pattern: `^(${TALLY_PARTS.join('|')})(,(${TALLY_PARTS.join('|')}))*$`, description: `which parts to tell, separated by commas (${TALLY_PARTS.join(', ')}); the others are empty` }));
export const AfterQuery = Type.Optional(Type.String({ pattern: '^\\d{1,15}-\\d{1,15}(\\.\\d{1,6})?$', description: 'an event or entry id' }));

/** Checks a part of a request as it came, and only where that fails as the types its texts may stand for: converting costs more than checking. */
export const compileCheck: FastifySchemaCompiler<TSchema> = (route) => {
  const asSent = Compile(route.schema);
  const converted = TypeBoxValidatorCompiler(route);
  return (value: unknown) => (asSent.Check(value) ? { value } : converted(value));
};
