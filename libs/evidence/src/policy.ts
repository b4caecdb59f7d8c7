/**
 * Trust policies (c2sp.org/tlog-policy): which logs are known, which witnesses, and which of them must have cosigned before a checkpoint counts.
 * A policy is a file of octets. Names are opaque: they are kept one character per octet here, and `nameText` shows them.
 */
import { DomainError } from '#kernel';
import { isCosigner } from './cosignature.js';
import { SIGNATURE_TYPES, type Verifier, verifierOf } from './note.js';

export const MAX_POLICY_BYTES = 131_072;
/** Logs, witnesses, groups, of each; the specification asks for 32 at least. */
export const MAX_POLICY_PARTS = 128;
/** The quorum that asks for no cosignature. */
export const NO_QUORUM = 'none';

export interface PolicyLog {
  /** Its name is the origin of the log. */
  readonly verifier: Verifier;
  readonly url?: string;
}
export interface PolicyWitness {
  /** Has a meaning within the policy only. */
  readonly name: string;
  readonly verifier: Verifier;
  /** Its submission prefix (c2sp.org/tlog-witness). */
  readonly url?: string;
}
/** Has witnessed a checkpoint where at least `threshold` of its members, witnesses or groups, have. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  readonly members: readonly string[];
}
export interface TrustPolicy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** Each names only what stands before it. */
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

/** A name as a person reads it. */
export const nameText = (name: string): string => Buffer.from(name, 'latin1').toString('utf8');

/** @throws DomainError `POLICY_MALFORMED` */
export function parsePolicy(file: Uint8Array): TrustPolicy {
  if (file.length > MAX_POLICY_BYTES) throw malformed(0, `it has ${file.length} bytes, more than ${MAX_POLICY_BYTES}`);
  const lines = Buffer.from(file).toString('latin1').split('\n');
  if (lines.pop() !== '') throw malformed(lines.length + 1, 'the last line does not end in a newline');
  const reader = new PolicyReader();
  for (const [at, line] of lines.entries()) reader.read(line, at + 1);
  return reader.policy(Math.max(lines.length, 1));
}

class PolicyReader {
  private readonly logs: PolicyLog[] = [];
  private readonly witnesses: PolicyWitness[] = [];
  private readonly groups: PolicyGroup[] = [];
  private readonly defined = new Set<string>([NO_QUORUM]);
  private readonly grouped = new Set<string>();
  private quorum: string | undefined;

  read(line: string, at: number): void {
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(line)) throw malformed(at, 'it holds a control character, such as the carriage return some editors add');
    const [keyword, ...rest] = line.split(/[ \t]+/).filter((word) => word !== '');
    if (keyword === undefined || keyword.startsWith('#')) return;
    if (keyword === 'log') this.log(rest, at);
    else if (keyword === 'witness') this.witness(rest, at);
    else if (keyword === 'group') this.group(rest, at);
    else if (keyword === 'quorum') this.setQuorum(rest, at);
    else throw malformed(at, 'it begins neither with log, witness, group or quorum nor with #');
  }

  policy(end: number): TrustPolicy {
    if (this.quorum === undefined) throw malformed(end, 'there is no quorum line; one that needs no witness is "quorum none"');
    return { logs: this.logs, witnesses: this.witnesses, groups: this.groups, quorum: this.quorum };
  }

  private log(words: readonly string[], at: number): void {
    const [vkey, url, more] = words;
    if (vkey === undefined || more !== undefined) throw malformed(at, 'a log is "log <vkey> [<url>]"');
    const verifier = keyIn(vkey, at);
    if (verifier.type !== SIGNATURE_TYPES.ed25519) throw malformed(at, 'the key of a log is one of Ed25519, type 1');
    this.logs.push({ verifier, ...(url === undefined ? {} : { url: nameText(url) }) });
    checkList(this.logs, at);
  }

  private witness(words: readonly string[], at: number): void {
    const [name, vkey, url, more] = words;
    if (name === undefined || vkey === undefined || more !== undefined) throw malformed(at, 'a witness is "witness <name> <vkey> [<url>]"');
    const verifier = keyIn(vkey, at);
    if (!isCosigner(verifier)) throw malformed(at, 'the key of a witness is one of Ed25519 cosignatures, type 4');
    this.define(name, at);
    this.witnesses.push({ name, verifier, ...(url === undefined ? {} : { url: nameText(url) }) });
    checkList(this.witnesses, at);
  }

  private group(words: readonly string[], at: number): void {
    const [name, count, ...members] = words;
    if (name === undefined || count === undefined || members.length === 0) throw malformed(at, 'a group is "group <name> all|any|<number> <name>..."');
    for (const member of members) {
      if (member === NO_QUORUM || !this.defined.has(member)) throw malformed(at, `no witness or group ${nameText(member)} is defined on a line before it`);
      if (this.grouped.has(member)) throw malformed(at, `${nameText(member)} is a member already; each is one of one group, once`);
      this.grouped.add(member);
    }
    const threshold = count === 'all' ? members.length : count === 'any' ? 1 : /^[1-9]\d{0,3}$/.test(count) ? Number(count) : 0;
    if (threshold < 1 || threshold > members.length) throw malformed(at, `of ${members.length} members as many must cosign as "all", "any" or a number from 1 to ${members.length} says`);
    this.define(name, at);
    this.groups.push({ name, threshold, members });
    if (this.groups.length > MAX_POLICY_PARTS) throw malformed(at, `there are more than ${MAX_POLICY_PARTS} groups`);
  }

  private setQuorum(words: readonly string[], at: number): void {
    const [name, more] = words;
    if (name === undefined || more !== undefined) throw malformed(at, 'the quorum is "quorum <name>"');
    if (this.quorum !== undefined) throw malformed(at, 'there is a quorum line already');
    if (!this.defined.has(name)) throw malformed(at, `no witness or group ${nameText(name)} is defined on a line before it`);
    this.quorum = name;
  }

  private define(name: string, at: number): void {
    if (this.defined.has(name)) throw malformed(at, `the name ${nameText(name)} is taken`);
    this.defined.add(name);
  }
}

function keyIn(vkey: string, at: number): Verifier {
  try {
    return verifierOf(nameText(vkey));
  } catch (error) {
    if (error instanceof DomainError) throw malformed(at, 'its key is not a vkey of an Ed25519 key, or of Ed25519 cosignatures');
    throw error;
  }
}

/** Keys are the same where the public key is, whatever their names (c2sp.org/tlog-policy, "Public key representation"). */
function checkList(list: readonly { readonly verifier: Verifier }[], at: number): void {
  if (list.length > MAX_POLICY_PARTS) throw malformed(at, `there are more than ${MAX_POLICY_PARTS} of its kind`);
  const keys = list.map(({ verifier }) => verifier.vkey.slice(-44));
  if (new Set(keys).size < keys.length) throw malformed(at, 'its public key stands on a line before it already');
}

/** The file that says it; parsed it gives the same policy. */
export function printPolicy({ logs, witnesses, groups, quorum }: TrustPolicy): Buffer {
  const octets = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  const key = ({ verifier, url }: PolicyLog): string => [verifier.vkey, ...(url === undefined ? [] : [url])].map(octets).join(' ');
  const lines = [
    ...logs.map((log) => `log ${key(log)}`),
    ...witnesses.map((witness) => `witness ${witness.name} ${key(witness)}`),
    ...groups.map(({ name, threshold, members }) => `group ${name} ${threshold === members.length ? 'all' : threshold} ${members.join(' ')}`),
    `quorum ${quorum}`,
  ];
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');
}

/** Whether these witnesses are strong enough. */
export function isQuorum({ groups, quorum }: TrustPolicy, cosigned: Iterable<string>): boolean {
  const witnessed = new Set(cosigned);
  for (const { name, threshold, members } of groups) if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  return quorum === NO_QUORUM || witnessed.has(quorum);
}

function malformed(line: number, why: string): DomainError {
  return new DomainError('POLICY_MALFORMED', 'invalid', `It is not a trust policy (c2sp.org/tlog-policy): line ${line}: ${why}. Correct the file.`, { line });
}
