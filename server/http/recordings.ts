import type { IncomingMessage } from 'node:http';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Analyst } from '../recording/analyst.ts';
import type { Erasure } from '../recording/erasure.ts';
import type { Intake } from '../recording/intake.ts';
import { parcelOf } from '../recording/parcel.ts';
import type { Shelf } from '../recording/shelf.ts';
import type { Views } from '../room/views.ts';
import type { Store } from '../store/store.ts';
import { fromOf, personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

/** A line that brings nothing of its file for this long is cut. Unit: ms. */
const STALLED_MS = 60_000;

export interface RecordingTools {
  store: Pick<Store, 'shows'>;
  views: Pick<Views, 'mustBeArchived'>;
  shelf: Shelf;
  analyst: Pick<Analyst, 'shelved'>;
  erasure: Pick<Erasure, 'erase'>;
  intake: Pick<Intake, 'take'>;
  /** Server time, Unix ms. */
  now: () => number;
}

/** What becomes of recordings: taken away as one file, brought in, deleted. */
export const recordingRoutes = ({ store, views, shelf, analyst, erasure, intake, now }: RecordingTools): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(
      app, 'GET /shows/:id/recording',
      { summary: "An ended show's recording as one file, a tar archive: manifest.json, the segments, and what it came to", tags: ['review'], params: ShowParams },
      async (request, reply) => {
        const { id } = request.params;
        await views.mustBeArchived(id);
        const title = (await store.shows.get(id))?.show.title ?? (await analyst.shelved(id))?.title ?? id;
        const parcel = await parcelOf(shelf, id, title, now());
        return reply.type('application/x-tar').header('content-disposition', `attachment; filename="${id}.changkong.tar"; filename*=UTF-8''${encodeURIComponent(fileTitle(title, id))}.changkong.tar`).send(parcel);
      },
    );

    serve(
      app, 'DELETE /shows/:id/recording',
      {
        summary: 'Delete an ended show for good: its recording and all that is kept of it',
        tags: ['review'],
        params: ShowParams,
        querystring: Type.Object({ confirm: Type.Optional(Type.String({ maxLength: 500, description: "the show's id or title, said again; without it nothing is deleted" })) }),
        response: { 204: Type.Null() },
      },
      async (request, reply) => {
        await erasure.erase(request.params.id, request.query.confirm, personOf(request), fromOf(request));
        return reply.code(204).send(null);
      },
    );

    await app.register(async (files) => {
      files.removeAllContentTypeParsers();
      // Read as it comes: a recording is larger than what may be held in memory.
      files.addContentTypeParser('*', (_request, payload, done) => {
        done(null, payload);
      });
      serve(files, 'POST /recordings', { summary: 'Import a recording that was downloaded as one file; the body is the file', tags: ['review'] }, async (request, reply) => {
        const { raw } = request;
        raw.setTimeout(STALLED_MS, () => raw.destroy());
        try {
          const show = await intake.take(chunksOf(raw), personOf(request), fromOf(request));
          return await reply.code(201).send(show);
        } finally {
          // Whoever still sends could not read why it was refused otherwise.
          raw.resume();
        }
      });
      await Promise.resolve();
    });
  };

/** A body as it comes, which stays open where its reader stops. */
const chunksOf = (raw: IncomingMessage): AsyncIterator<Buffer, undefined> => raw.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;

/** A title as part of a file's name, on every system. */
function fileTitle(title: string, id: string): string {
  return Array.from(title.replace(/[\p{Cc}\p{Surrogate}/\\:*?"<>|]/gu, ' ').trim()).slice(0, 100).join('') || id;
}
