import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { readArray, readLines, type ReadBatch } from '../ingest/batch.ts';
import type { Ingest, Producer } from '../ingest/ingest.ts';
import { BODY_LIMIT } from '../ingest/limits.ts';
import { receiveLines, tooLarge } from '../ingest/receive.ts';
import { serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const Headers = Type.Object({
  'x-producer': Type.Optional(Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$', description: "the feed's name" })),
  'x-sequence': Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: "the producer's own number of this batch; sent again, it counts once" })),
});

const Accepted = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  rejected: Type.Array(Type.Object({ index: Type.Integer(), code: Type.String(), message: Type.String() })),
  lastId: Type.String(),
});

/** `POST /shows/:id/events`: a batch of facts, as a JSON array or one a line. */
export const eventRoutes = (ingest: Ingest): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => {
      done(null, body);
    });
    // A stream ignores Fastify's own limit: receiveLines counts while it comes.
    app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => {
      done(null, payload);
    });

    serve(
      app, 'POST /shows/:id/events',
      { summary: 'Report what happened', tags: ['events'], params: ShowParams, headers: Headers, response: { 202: Accepted } },
      async (request, reply) => {
        if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge();
        const { batch, sent } = await read(request.body);
        const { 'x-producer': name, 'x-sequence': sequence } = request.headers;
        const producer: Producer = { ...(name === undefined ? {} : { name }), ...(sequence === undefined ? {} : { sequence: Number(sequence) }) };
        reply.code(202);
        return ingest.accept(request.params.id, producer, batch, sent);
      },
    );
    await Promise.resolve();
  };

async function read(body: unknown): Promise<{ batch: ReadBatch; sent: Buffer }> {
  if (body instanceof Readable) {
    const received = await receiveLines(body);
    return { batch: readLines(received.body, received.tooLong), sent: received.body };
  }
  const sent = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return { batch: readArray(sent), sent };
}
