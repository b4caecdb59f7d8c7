/** The papers a step names: those the ledger holds, with the time, place and device that the device wrote and nobody states. */
import { liesIn } from '#identity';
import { DomainError, type EvidenceRef, parseInstant } from '#kernel';
import type { PaperHandedIn, PapersService } from './papers-service.js';

const FROM_DEVICE = ['capturedAt', 'gps', 'deviceId'] as const;

export class CaseEvidence {
  constructor(private readonly papers: PapersService) {}

  /**
   * Each as the ledger holds it. A paper that was handed in elsewhere only, neither in the county of the case nor above it, is none that its people could look at.
   * @throws DomainError `PAPER_UNKNOWN` `PAPER_HASH_INVALID` `PAPER_KIND_DIFFERS` `EVIDENCE_DIFFERS`
   */
  async asRecorded<Step extends { readonly evidence?: readonly EvidenceRef[] | undefined }>(stated: Step, county: string): Promise<Step> {
    const { evidence } = stated;
    return evidence === undefined ? stated : { ...stated, evidence: await Promise.all(evidence.map((paper) => this.recorded(paper, county))) };
  }

  private async recorded(stated: EvidenceRef, county: string): Promise<EvidenceRef> {
    const { sha256, kind } = stated;
    const { handedIn } = await this.papers.describe(sha256, ({ division }) => liesIn(division, county) || liesIn(county, division));
    const paper = handedIn.find((time) => time.kind === kind);
    if (paper === undefined) {
      const kinds = [...new Set(handedIn.map((time) => time.kind))];
      throw new DomainError('PAPER_KIND_DIFFERS', 'conflict', `The paper was handed in as ${kinds.join(' and ')}, not as what the step names it. Name it so, or hand it in as this kind too.`, { sha256, kinds });
    }
    const differing = FROM_DEVICE.find((field) => stated[field] !== undefined && !same(field, stated[field], paper));
    if (differing !== undefined) {
      throw new DomainError('EVIDENCE_DIFFERS', 'conflict', `${differing} of the paper is not what its device wrote${paper[differing] === undefined ? ', which is nothing' : ''}. Leave it out: it is taken from the paper. What a person states is said when the paper is handed in.`, { sha256, field: differing });
    }
    const { capturedAt, gps, deviceId } = paper;
    return { sha256, kind, ...(capturedAt === undefined ? {} : { capturedAt }), ...(gps === undefined ? {} : { gps }), ...(deviceId === undefined ? {} : { deviceId }) };
  }
}

/** Texts are the same; so are two ways of writing one instant. */
function same(field: (typeof FROM_DEVICE)[number], stated: string, paper: PaperHandedIn): boolean {
  const recorded = paper[field];
  if (recorded === undefined || stated === recorded || field !== 'capturedAt') return stated === recorded;
  return instantOf(stated) !== undefined && instantOf(stated) === instantOf(recorded);
}

/** Undefined where the text names no instant: without an offset a clock was read, nobody knows where. */
function instantOf(text: string): string | undefined {
  try {
    return parseInstant(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
