/** The API description: an OpenAPI 3.1 document at /docs/json and a page to read it at /docs. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['imports', 'Ledger workbooks in, and what became of every row.'],
  ['reports', 'The figures, as of a date.'],
  ['cases', 'One case at a time.'],
  ['projections', 'The read models behind the reports.'],
  ['health', 'For whoever runs the server.'],
];

export function serveDocs(app: NestFastifyApplication, version: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Taizhang')
    .setDescription('An event-sourced, audit-first ledger for urban social assistance. Money is an integer number of fen; dates are civil dates in China; instants are RFC 3339. '
      + 'Unknown parameters and fields are refused. Every refusal is a problem document (RFC 9457). There is no sign-in yet: whoever reaches the server may use all of it.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build());
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'docs/json', yamlDocumentUrl: 'docs/yaml', customSiteTitle: 'Taizhang API' });
  return document;
}
