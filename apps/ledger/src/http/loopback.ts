/** Which hosts mean this very machine. */

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether a Host header, with or without a port, names this machine. */
export function namesLoopback(header: string | undefined): boolean {
  const name = /^(\[[0-9a-f:]+\]|[^:]+)(:\d+)?$/i.exec(header ?? '')?.[1]?.toLowerCase();
  return name !== undefined && isLoopback(name.replace(/^\[|\]$/g, ''));
}
