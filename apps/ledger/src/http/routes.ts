/** Which methods a path answers, telling "there is nothing here" from "not with this method"; and what each route demands. */
import type { RouteAccess } from '../access/requires.js';

export interface Route {
  /** As Fastify knows it, e.g. `/api/v1/imports/:sha256` */
  readonly template: string;
  readonly methods: readonly string[];
  /** Undefined: it does not say, and is refused. */
  readonly access: RouteAccess | undefined;
}

export class Routes {
  /** Every one, in the order of registration. */
  readonly all: Route[] = [];
  private readonly known: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  add(template: string, method: string | readonly string[], access?: RouteAccess): void {
    const methods = typeof method === 'string' ? [method] : method;
    this.all.push({ template, methods, access });
    if (template.includes('*')) return;
    const source = template.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^$()[\]{}|\\]/g, '\\$&'))).join('/');
    this.known.push({ pattern: new RegExp(`^${source}$`), methods });
  }

  methodsOf(path: string): string[] {
    const methods = this.known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}
