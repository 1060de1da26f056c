import { Type } from 'typebox';
import { entity } from '../entities.ts';
import { Id, Units } from '../schemas.ts';
import { ANY, DESK, Empty, Reason, spec } from './spec.ts';

const MOST = 1_000_000_000;

export const stockSpecs = {
  // It adds to whatever there is, so that no earlier change makes it wrong.
  'stock.adjust': spec(Type.Object({ sku: Id, delta: Type.Integer({ minimum: -MOST, maximum: MOST }), reason: Reason }), {
    roles: DESK, states: ANY, touches: () => [],
  }),
  'stock.count': spec(Type.Object({ sku: Id, onHand: Units }), { roles: DESK, states: ANY, touches: ({ sku }) => [entity.stock(sku)] }),
  'hold.release': spec(Empty, { roles: DESK, states: ANY, touches: () => [] }),
} as const;
