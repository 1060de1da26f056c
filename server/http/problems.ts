import type { FastifyInstance, FastifyReply } from 'fastify';
import { Refusal, problemOf } from '../../shared/protocol/problems.ts';

/** Answers every failure as an RFC 9457 problem with a code of the closed list. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalFrom(error);
    if (refusal) return send(reply, refusal);
    request.log.error(error);
    return send(reply, new Refusal('STORE_UNAVAILABLE', 'Something failed on the server; the log says what. Send the same request again in a moment.', { status: 500 }));
  });
}

/** Answers an address where there is nothing. */
export function answerNothing(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => send(reply, new Refusal('NOT_FOUND', `There is nothing at ${request.method} ${request.url.split('?')[0] ?? ''}. The API is described at /api/docs.`)));
}

function send(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal);
  if (problem.status === 413) readAway(reply);
  if (problem.params?.['seconds'] !== undefined && problem.status === 429) reply.header('retry-after', problem.params['seconds']);
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

/** How long the rest of a refused body is read away. Unit: ms. */
const LINGER_MS = 2_000;

/** Closing at once would break the sender's pipe before it could read why: what still comes is thrown away for a moment, then the line is cut. */
function readAway(reply: FastifyReply): void {
  const { raw } = reply.request;
  // Fastify's own parser asks for just that.
  reply.removeHeader('connection');
  reply.raw.once('finish', () => {
    if (raw.complete) return;
    const cut = setTimeout(() => raw.destroy(), LINGER_MS);
    raw.once('close', () => {
      clearTimeout(cut);
    });
    raw.resume();
  });
}

interface Failure {
  message: string;
  statusCode?: number;
  validation?: readonly { instancePath: string; message?: string }[];
}

const isFailure = (error: unknown): error is Failure => typeof error === 'object' && error !== null && 'message' in error;

/** What Fastify and its plugins refuse by themselves, in our own codes; undefined for a fault of ours. */
function refusalFrom(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!isFailure(error)) return undefined;
  if (error.validation) {
    const errors = error.validation.map(({ instancePath, message }) => ({ path: instancePath, message: message ?? 'not valid' }));
    return new Refusal('INVALID', `The request is not valid: ${error.message}.`, { status: 400, errors });
  }
  switch (error.statusCode) {
    case 413:
      return new Refusal('TOO_LARGE', 'The body is too large. Send it in parts.');
    case 415:
      return new Refusal('INVALID', 'Send application/json, or application/x-ndjson for events.', { status: 400 });
    case 429:
      return new Refusal('RATE_LIMITED', 'Too many requests. Wait a moment and send it again.');
    case 400:
      return new Refusal('INVALID', `The request cannot be read: ${error.message}.`, { status: 400 });
    default:
      return undefined;
  }
}
