/** The API description: an OpenAPI 3.1 document at /docs/json and a page to read it at /docs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { FACTS_SCHEMA } from '#policy';
import type { RouteAccess } from '../access/requires.js';
import { SESSION_COOKIE } from '../access/session-cookie.js';
import { FACTS_NAME } from '../policy/determinations.dto.js';
import { addExamples } from './body-examples.js';

const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['session', 'Signing in and out.'],
  ['accounts', 'Who may sign in, as what, where.'],
  ['delegations', 'What a county lets a town decide.'],
  ['imports', 'Ledger workbooks in, and what became of every row.'],
  ['reports', 'The figures, as of a date.'],
  ['cases', 'One case at a time.'],
  ['procedure', 'Cases worked in the ledger: every step from lead to exit.'],
  ['accountability', 'From lead to closure: verification, recovery, liability, exemption; complaints, data matches, closed years.'],
  ['papers', 'What offices hand in: kept under its hash, given back as it came.'],
  ['worklist', 'What is owed, until when, by whom.'],
  ['determinations', 'What the rules give a household, with every step.'],
  ['rules', 'The rules of the policy documents, one by one.'],
  ['standards', 'What local authorities publish.'],
  ['packs', 'The policy documents as data.'],
  ['tasks', 'Tasks of the documents: who answers for them, who has not reported, what was overseen.'],
  ['projections', 'The read models behind the reports.'],
  ['health', 'For whoever runs the server.'],
];

export function serveDocs(app: NestFastifyApplication, version: string): void {
  // Described when first asked for: it would be half of the time that a server takes to start.
  serve(app, '/docs/json', 'application/json; charset=utf-8', once(() => JSON.stringify(describeApi(app, version))));
  serve(app, '/docs', 'text/html; charset=utf-8', () => PAGE);
  serve(app, '/docs/init.js', 'text/javascript; charset=utf-8', () => INIT);
  // So are the files of the page. Their package lies where Node finds it, not at a path of ours.
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [file, type] of [['swagger-ui.css', 'text/css'], ['swagger-ui-bundle.js', 'text/javascript'], ['favicon-32x32.png', 'image/png']] as const) {
    serve(app, `/docs/${file}`, type, once(() => readFileSync(join(assets, file))));
  }
}

function describeApi(app: NestFastifyApplication, version: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Taizhang')
    .setDescription('An event-sourced, audit-first ledger for urban social assistance. Money is an integer number of fen; dates are civil dates in China; instants are RFC 3339. '
      + 'Unknown parameters and fields are refused. Every refusal is a problem document (RFC 9457). Sign in with POST /api/v1/session; the role and the division of the account decide what it may do.')
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of a session.' }, 'bearer')
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie', description: 'The same token, for pages of this server.' }, 'cookie');
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build());
  addExamples(document);
  // Published as it is checked with: the one format of the command line, of this interface and of files.
  const schemas = (document.components ??= {}).schemas ??= {};
  schemas[FACTS_NAME] = FACTS_SCHEMA as unknown as (typeof schemas)[string];
  return document;
}

/** The description tells nothing that is not in the source. */
const PUBLIC: RouteAccess = { kind: 'public' };

/** Outside of NestJS, so that the description does not describe itself. */
function serve(app: NestFastifyApplication, path: string, type: string, content: () => string | Buffer): void {
  app.getHttpAdapter().getInstance().get(path, { config: { access: PUBLIC } }, (_request, reply) => void reply.type(type).send(content()));
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** No script and no style inline: the content security policy then needs no exception but the one Swagger UI's own elements do. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Taizhang API</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</body>
</html>
`;

const INIT = `SwaggerUIBundle({ url: '/docs/json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;
