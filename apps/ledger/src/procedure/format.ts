/** A format of casework as the API description takes it: JSON Schema as it is. */
import type { ApiBodyOptions } from '@nestjs/swagger';

type Schema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];
export const schemaOf = (format: object): Schema => JSON.parse(JSON.stringify(format)) as Schema;
