/** Who does what in an office, so that a test that is not about access need not say who asks. */
import type { Role } from '#identity';

interface Somebody { readonly role: Role; readonly division: string }

export const USUAL = {
  operator: { role: 'countyOperator', division: '360111' },
  auditor: { role: 'countyAuditor', division: '360111' },
  leadingGroup: { role: 'leadingGroup', division: '360111' },
  finance: { role: 'finance', division: '360111' },
  inspector: { role: 'inspector', division: '000000' },
  administrator: { role: 'administrator', division: '000000' },
} as const satisfies Readonly<Record<string, Somebody>>;

export function whoUsually(path: string, { method = 'GET', body }: RequestInit): Somebody {
  const route = path.replace(/\?.*/, '').replace(/^\/api\/v1\//, '');
  if (route.startsWith('projections/rebuild')) return USUAL.administrator;
  if (route.startsWith('imports/jobs')) return USUAL.operator;
  if (route.startsWith('accounts')) return USUAL.administrator;
  // What goes to the bank holds names and accounts.
  if (/^batches\/[^/]+\/file$/.test(route)) return USUAL.finance;
  if (route.startsWith('delegations') && method === 'POST') return USUAL.auditor;
  if (method !== 'POST') return USUAL.inspector;
  // The tasks of a document are those of its place, whatever else the request names.
  if (route === 'tasks') return { ...USUAL.leadingGroup, division: typeof body === 'string' && body.includes('"pack":"KS-') ? '320583' : USUAL.leadingGroup.division };
  const division = countyNamedIn(typeof body === 'string' ? body : '');
  if (route === 'packs') return { ...USUAL.auditor, division };
  if (/^tasks\/(dispatches|bulletins|assessments|evaluations)$/.test(route)) return { ...USUAL.leadingGroup, division };
  return { ...USUAL.operator, division };
}

/** The county that a body is about: the division it names, at its top before anywhere else; the one of its pack or task; of a city or province some county in it. */
function countyNamedIn(body: string): string {
  const top = parsed(body)?.division;
  const named = (typeof top === 'string' ? /^\d{6}/.exec(top)?.[0] : undefined)
    ?? /"division":"(\d{6})|\bcode: "?(\d{6})|"task":"[^"]*@(\d{6})/.exec(body)?.slice(1).find((code) => code !== undefined)
    ?? (/"task":"\d+\.|"pack":"KS-/.test(body) ? '320583' : USUAL.operator.division);
  if (named === '000000' || (named.startsWith('36') && named.endsWith('00'))) return USUAL.operator.division;
  return named.replace(/0000$/, '0103').replace(/00$/, '03');
}

function parsed(body: string): { readonly division?: unknown } | undefined {
  try {
    return JSON.parse(body) as { readonly division?: unknown };
  } catch {
    return undefined;
  }
}
