/** The session's token as it travels: a header of programs, a cookie of the web console. */
import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'taizhang_session';
/** What a token is made of; anything else is none. */
const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

/** The header comes first: who sends one means it. */
export function tokenIn(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const token = authorization === undefined ? cookieIn(request, SESSION_COOKIE) : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return token !== undefined && TOKEN.test(token) ? token : undefined;
}

/** The value of a cookie, which this server never encodes. */
export function cookieIn(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at >= 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieOptions {
  readonly path: string;
  /** `Strict`: never sent with a request that another site began; `Lax`: with a link that is followed. */
  readonly sameSite: 'Strict' | 'Lax';
  readonly secure: boolean;
  /** Seconds; 0 deletes it; absent: until the browser is closed. */
  readonly maxAge?: number;
}

/** Adds to cookies that are set already. No script can read any of them. */
export function setCookie(reply: FastifyReply, name: string, value: string, { path, sameSite, secure, maxAge }: CookieOptions): void {
  const text = [`${name}=${value}`, `Path=${path}`, 'HttpOnly', `SameSite=${sameSite}`, ...(secure ? ['Secure'] : []), ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`])].join('; ');
  void reply.header('set-cookie', text);
}

export const setSessionCookie = (reply: FastifyReply, token: string, secure: boolean): void => setCookie(reply, SESSION_COOKIE, token, { path: '/', sameSite: 'Strict', secure });
export const clearSessionCookie = (reply: FastifyReply, secure: boolean): void => setCookie(reply, SESSION_COOKIE, '', { path: '/', sameSite: 'Strict', secure, maxAge: 0 });

/** Over TLS, by this server's word or by that of a proxy which is trusted; or because the whole server is reached by HTTPS only. */
export const isSecure = (request: FastifyRequest, publicUrl: string | undefined): boolean => request.protocol === 'https' || (publicUrl?.startsWith('https:') ?? false);
