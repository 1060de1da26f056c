import { Redis } from 'ioredis';
import Fastify from 'fastify';
import { Server } from 'socket.io';
import { isFault, readEvent } from '../../server/ingest/check.ts';

/**
 * The baseline of the benchmarks: the same HTTP and the same checks, then three pipelined Redis commands an event, no
 * deduplication, and ten times a second the counters read back and told to every screen: how such a service is usually begun.
 */
const redis = new Redis((process.env['REDIS_URL'] ?? '').replace('unix://', ''));
const app = Fastify({ bodyLimit: 8 * 1024 * 1024 });

app.post('/api/v1/shows/:id/events', async (request, reply) => {
  const { id } = request.params as { id: string };
  const pipeline = redis.pipeline();
  let accepted = 0;
  for (const value of request.body as unknown[]) {
    const event = readEvent(value);
    if (isFault(event)) continue;
    accepted++;
    const minute = Math.floor(event.at / 60_000);
    pipeline.hincrby(`naive:{${id}}:totals`, event.type, 'count' in event ? (event.count ?? 1) : 1);
    pipeline.hincrby(`naive:{${id}}:minute:${minute}`, event.type, 1);
    pipeline.pfadd(`naive:{${id}}:viewers:${event.type}`, 'viewerId' in event && event.viewerId ? event.viewerId : '-');
  }
  await pipeline.exec();
  return reply.code(202).send({ accepted });
});

const io = new Server(app.server, { transports: ['websocket'] });
setInterval(() => {
  void redis.hgetall('naive:{bench}:totals').then((totals) => {
    io.volatile.emit('ticked', totals);
  });
}, 100);

await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
process.send?.({ ready: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
process.once('disconnect', () => process.exit(0));
