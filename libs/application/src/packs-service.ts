/** Packs, the policy documents as data: which there are, which are in force, and what their rules say. */
import { type Actor, civilDateAt, type CivilDate, DomainError, digestOf } from '#kernel';
import { handleCommand } from '#event-store';
import { adoptionOn, type AdoptPack, type Bilingual, type Pack, packInvalid, packStream, type PolicyBook } from '#policy';
import { byColumns, type PackRow } from '#reports';
import { boundPack, readPackText } from './packs.js';
import { NOW, type PolicySources } from './policy-sources.js';
import type { PackStatus, RuleExplanation } from './policy-types.js';
import { explanationOf } from './rule-explanation.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

/** A rule in a list. */
export interface RuleEntry {
  readonly id: string;
  readonly pack: string;
  readonly title: Bilingual;
}

export class PacksService {
  constructor(private readonly host: ServiceHost, private readonly sources: PolicySources) {}

  /** Every version of every pack, shipped or adopted, in the order of pack, version and first day. */
  async list(): Promise<readonly PackStatus[]> {
    const rows: PackStatus[] = [];
    await this.host.read(async (views) => {
      for await (const page of views.scan<PackRow>('packs')) {
        for (const { row: { pack, adoptions } } of page) {
          rows.push(...adoptions.map(({ version, sha256, effectiveFrom, name, title }) => ({ pack, version, sha256, name, title, effectiveFrom, adopted: true })));
        }
      }
    });
    for (const bound of this.sources.shipped()) {
      if (!rows.some((row) => row.pack === bound.pack.pack && row.sha256 === bound.sha256)) rows.push(statusOf(bound.pack, bound.sha256, null));
    }
    return rows.sort(byColumns((row) => row.pack, (row) => row.version, (row) => row.effectiveFrom ?? ''));
  }

  /**
   * Adopts a version of a pack from a day on, by default from today: what was decided for earlier days is not touched unless that is
   * asked for. Answers with the adoption that holds on the day.
   * @throws DomainError `PACK_INVALID` `PACK_TOO_LARGE` `PACK_UNKNOWN` `PACK_VERSION_CONFLICT`
   */
  adopt(yamlText: string, effectiveFrom: CivilDate | undefined, actor: Actor, sending: Sending = {}): Promise<PackStatus> {
    return this.host.track(async () => {
      const { pack, sha256 } = boundPack(readPackText(yamlText));
      this.checkKnown(pack);
      this.checkVersion(pack, sha256);
      const from = effectiveFrom ?? civilDateAt(this.host.now());
      await this.recordAdoption({ pack, sha256, effectiveFrom: from }, actor, sending);
      await this.host.catchUp();
      const held = adoptionOn((await this.sources.adopted(NOW)).get(pack.pack) ?? [], from);
      if (held === undefined) throw new Error('something holds from the day on which it was adopted');
      return statusOf(held.pack, held.sha256, held.effectiveFrom);
    });
  }

  /** Every rule of the packs in force today, by pack. */
  async rules(): Promise<readonly RuleEntry[]> {
    const { packs } = await this.bookToday();
    return packs.flatMap(({ pack }) => pack.rules.map(({ id, title }) => ({ id, pack: pack.pack, title })));
  }

  /** A rule of the packs in force today. @throws DomainError `RULE_NOT_FOUND` */
  async explain(ruleId: string): Promise<RuleExplanation> {
    const found = (await this.bookToday()).ruleOf(ruleId);
    if (found === undefined) {
      throw new DomainError('RULE_NOT_FOUND', 'notFound', 'No pack has a rule with this id. Ids look like QS-2019-T07; "taizhang explain" lists them all.', {});
    }
    return explanationOf(found);
  }

  /** Records an adoption that was checked, or brought by a determination; its effect is for who asked to read. */
  async recordAdoption(adoption: Omit<AdoptPack, 'type' | 'on'>, actor: Actor, sending: Sending = {}): Promise<void> {
    const now = this.host.now();
    const { pack: { pack, version, jurisdiction }, sha256, effectiveFrom } = adoption;
    // How many adoptions went before is part of the name: a version that was displaced can be adopted again for the same day.
    const before = (await this.sources.adopted(NOW)).get(pack)?.length ?? 0;
    const outcome = await handleCommand(this.host.store, packStream, pack, {
      command: { type: 'AdoptPack', ...adoption, on: civilDateAt(now) },
      context: { ...sentAs(`adopt/${pack}`, digestOf([sha256, effectiveFrom]), actor, sending, `${version}/${sha256}/${effectiveFrom}/${before}`), jurisdiction: { code6: jurisdiction.code }, now },
    });
    if (outcome.revision !== undefined) sending.tellRevision?.(outcome.revision);
  }

  private bookToday(): Promise<PolicyBook> {
    return this.bookOn(civilDateAt(this.host.now()));
  }

  async bookOn(on: CivilDate): Promise<PolicyBook> {
    return this.sources.bookOn(await this.sources.adopted(NOW), on);
  }

  /**
   * A pack is executed by functions of this program: one that has none cannot be, nor one of another place, area or line of inheritance,
   * nor one that lacks a figure they ask for. A misspelt key must not silently drop a rule.
   */
  private checkKnown(pack: Pack): void {
    const known = this.sources.shipped().find((bound) => bound.pack.pack === pack.pack);
    if (known === undefined) {
      throw new DomainError('PACK_UNKNOWN', 'unsupported', `This program has no functions that execute a pack ${pack.pack}. It executes ${this.sources.shipped().map((bound) => bound.pack.pack).join(', ')}.`, { pack: pack.pack });
    }
    const { jurisdiction, area, inherits, parameters } = known.pack;
    const asItsFunctions = `for ${pack.pack}, as its functions have it`;
    if (jurisdiction.code !== pack.jurisdiction.code) throw packInvalid('jurisdiction.code', `must be ${jurisdiction.code} ${asItsFunctions}`);
    if (area !== pack.area) throw packInvalid('area', `must be ${area} ${asItsFunctions}`);
    if (inherits !== pack.inherits) throw packInvalid('inherits', `must be ${inherits ?? 'left out'} ${asItsFunctions}`);
    const keys = new Set(pack.parameters.map(({ key }) => key));
    const lacking = parameters.find(({ key }) => !keys.has(key));
    if (lacking !== undefined) throw packInvalid('parameters', `holds no figure ${lacking.key}, which the functions of ${pack.pack} ask for; end it with "to" where it no longer holds`);
  }

  /** A version that comes with the program has the content it comes with, also in a ledger that has not adopted it yet. */
  private checkVersion({ pack, version }: Pack, sha256: string): void {
    if (this.sources.shipped().some((bound) => bound.pack.pack === pack && bound.pack.version === version && bound.sha256 !== sha256)) {
      throw new DomainError('PACK_VERSION_CONFLICT', 'conflict', `Version ${version} of ${pack} comes with this program with other content. Give the changed pack a higher version.`, { pack, version });
    }
  }
}

const statusOf = ({ pack, version, jurisdiction, document }: Pack, sha256: string, effectiveFrom: string | null): PackStatus =>
  ({ pack, version, sha256, name: jurisdiction.name, title: document.title, effectiveFrom, adopted: effectiveFrom !== null });
