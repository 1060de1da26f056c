import { Type } from 'typebox';
import { ShowIdText } from '../../shared/show/schemas.ts';

export const ShowParams = Type.Object({ id: ShowIdText });
export const WindowQuery = Type.Optional(Type.Union([Type.Literal('show'), Type.Literal('5m'), Type.Literal('onair')]));
export const AfterQuery = Type.Optional(Type.String({ pattern: '^\\d{1,15}-\\d{1,15}(\\.\\d{1,6})?$', description: 'an event or entry id' }));
