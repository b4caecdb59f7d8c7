/** What a browser finds at / : who is signed in, and where to read on. Signing in with an identity provider ends here. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AccessService, CurrentSession } from '#application';
import { ROLES } from '#identity';
import type { RouteAccess } from '../access/requires.js';
import { tokenIn } from '../access/session-cookie.js';

/** Whoever is not signed in is told so, and nothing else. */
const PUBLIC: RouteAccess = { kind: 'public' };

export function serveStartPage(app: NestFastifyApplication, access: AccessService): void {
  app.getHttpAdapter().getInstance().get('/', { config: { access: PUBLIC } }, async (request, reply) => {
    const token = tokenIn(request);
    const session = token === undefined ? undefined : await access.session(token);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page(session));
  });
}

function page(session: CurrentSession | undefined): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>台账</title>
</head>
<body>
<h1>台账</h1>
<p>${session === undefined ? '没有登录。' : who(session)}</p>
<p><a href="/docs">接口说明 API description</a></p>
</body>
</html>
`;
}

function who({ person: { name, staffId, role, division }, mustChangePassword }: CurrentSession): string {
  return `已登录：${escaped(name)}（${escaped(staffId)}），${ROLES[role].zh}，${division}。${mustChangePassword ? '密码是他人设置的，须先修改。' : ''}`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
