/** Which methods a path answers: tells "there is nothing here" from "not with this method". */

export class Routes {
  private readonly known: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** @param template as Fastify knows it, e.g. `/api/v1/imports/:sha256` */
  add(template: string, methods: string | readonly string[]): void {
    if (template.includes('*')) return;
    const source = template.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^$()[\]{}|\\]/g, '\\$&'))).join('/');
    this.known.push({ pattern: new RegExp(`^${source}$`), methods: typeof methods === 'string' ? [methods] : methods });
  }

  methodsOf(path: string): string[] {
    const methods = this.known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}
