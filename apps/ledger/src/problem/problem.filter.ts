/** The one place where errors become answers. */
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Routes } from '../http/routes.js';
import { describeError, type Log } from '../log/log.js';
import { problem, ProblemException, problemOf } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log, private readonly routes: Routes) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { content, headers, unknown } = problemOf(thrown instanceof NotFoundException ? this.unmatched(request) ?? thrown : thrown);
    if (unknown) this.log.error({ requestId: request.id, route: request.routeOptions.url ?? null, ...describeError(thrown) }, 'a request failed unexpectedly');
    // The client may have gone, or part of the answer may be on its way: then there is nobody to tell.
    if (reply.sent || reply.raw.headersSent) return;
    sendProblem(reply, request.id, content, headers);
  }

  /** Nothing is routed here; with another method there may be. */
  private unmatched(request: FastifyRequest): ProblemException | undefined {
    const path = request.url.split('?', 1)[0] as string;
    const methods = this.routes.methodsOf(path);
    if (methods.length === 0 || methods.includes(request.method)) return undefined;
    const allow = methods.join(', ');
    return new ProblemException(problem(405, 'METHOD_NOT_ALLOWED', `This path answers ${allow} only. Use one of them.`), { allow });
  }
}

export function sendProblem(reply: FastifyReply, requestId: string, content: ReturnType<typeof problem>, headers: Readonly<Record<string, string>> = {}): void {
  // As bytes: Fastify adds a charset to text, and problem+json has no such parameter.
  void reply.status(content.status).headers(headers).header('x-request-id', requestId).header('cache-control', 'no-store').header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify({ ...content, instance: `urn:uuid:${requestId}` })));
}
