/** Policy in the ledger, one entry for both apps: values published and corrected, packs adopted, households determined; and every question about them. */
import type { Actor, CivilDate } from '#kernel';
import type { Determination, Language, PolicyBook } from '#policy';
import type { TargetsReport } from '#reports';
import { DeterminationsService } from './determinations-service.js';
import { ImpactService } from './impact-service.js';
import { shippedPacks } from './packs.js';
import { PacksService, type RuleEntry } from './packs-service.js';
import { PolicySources } from './policy-sources.js';
import type {
  DeterminationReplay, DetermineRequest, Impact, PackStatus, RecordedDetermination, RuleExplanation, StandardCorrection, StandardEntry, StandardRow, StandardsList, StandardsPublished,
} from './policy-types.js';
import type { Sending } from './sending.js';
import type { ServiceHost } from './service-host.js';
import { type StandardsQuestion, StandardsService } from './standards-service.js';

/** What a method does and throws is said where its part has it. */
export class PolicyService {
  private readonly values: StandardsService;
  private readonly documents: PacksService;
  private readonly determinations: DeterminationsService;
  private readonly effects: ImpactService;

  constructor(host: ServiceHost) {
    // One reader for all parts: it keeps the streams that it has decoded.
    const sources = new PolicySources(host.store, shippedPacks);
    this.values = new StandardsService(host, sources);
    this.documents = new PacksService(host, sources);
    this.determinations = new DeterminationsService(host, sources, this.documents);
    this.effects = new ImpactService(host, sources, this.determinations);
  }

  publishStandards(entries: readonly StandardEntry[], actor: Actor): Promise<StandardsPublished> {
    return this.values.publish(entries, actor);
  }

  correctStandard(correction: StandardCorrection, actor: Actor, sending?: Sending): Promise<StandardRow> {
    return this.values.correct(correction, actor, sending);
  }

  standards(question: StandardsQuestion): Promise<StandardsList> {
    return this.values.list(question);
  }

  impact(question: { readonly key: string; readonly division: string }): Promise<Impact> {
    return this.effects.impact(question);
  }

  targets(division: string, year: number): Promise<TargetsReport> {
    return this.effects.targets(division, year);
  }

  packs(): Promise<readonly PackStatus[]> {
    return this.documents.list();
  }

  adoptPack(yamlText: string, effectiveFrom: CivilDate | undefined, actor: Actor, sending?: Sending): Promise<PackStatus> {
    return this.documents.adopt(yamlText, effectiveFrom, actor, sending);
  }

  rules(): Promise<readonly RuleEntry[]> {
    return this.documents.rules();
  }

  explain(ruleId: string): Promise<RuleExplanation> {
    return this.documents.explain(ruleId);
  }

  determine(request: DetermineRequest): Promise<Determination> {
    return this.determinations.determine(request);
  }

  recordDetermination(id: string, request: DetermineRequest, caseId: string | undefined, actor: Actor): Promise<RecordedDetermination> {
    return this.determinations.record(id, request, caseId, actor);
  }

  /** The packs in force on a day, as adopted. */
  bookOn(on: CivilDate): Promise<PolicyBook> {
    return this.documents.bookOn(on);
  }

  packAt(division: string, on: CivilDate): Promise<string> {
    return this.determinations.packAt(division, on);
  }

  determination(id: string, within?: string): Promise<DeterminationReplay> {
    return this.determinations.replay(id, within);
  }

  rendered(determination: Determination, language: Language): Promise<string> {
    return this.determinations.rendered(determination, language);
  }
}
