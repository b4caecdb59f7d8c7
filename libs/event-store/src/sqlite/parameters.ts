/** Counts the `?` of an SQL text, because libsql fills a parameter that is missing with the value of an earlier call. */

/** Whatever may hold a `?` that is no parameter, and every form of parameter. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\?\d*|(?<![\w$])[:@$][A-Za-z_]\w*/g;

/** @throws TypeError for numbered and named parameters, which are not supported */
export function countParameters(sql: string): number {
  let count = 0;
  for (const [token] of sql.matchAll(TOKENS)) {
    if (token === '?') count += 1;
    else if (/^[?:@$]/.test(token)) throw new TypeError(`only plain ? parameters are supported, found ${token}: ${sql}`);
  }
  return count;
}
