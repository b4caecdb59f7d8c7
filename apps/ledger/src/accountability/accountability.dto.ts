/** What accountability takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { COMPLAINT_STEP_NAMES, type ComplaintFile, type ComplaintStep, FINDING_STEP_NAMES, type FindingFile, type FindingStep, type FineLimit, LEAD_KIND_CODES, VIEWING_OUTCOMES, VIEWING_SCOPES } from '#accountability';
import type { ComplaintTaken, ComplaintView, FindingTaken, FindingView, FollowUpStatus, ListedFinding, MatchReport, ScannedLead, YearClosing } from '#application';
import type { ToleranceLimit, ToleranceOverview, ViewingRow } from '#reports';
import { DATE } from '../policy/shared.dto.js';
import { CursorParameter, DateParameter, DivisionParameter, InstantParameter, LimitParameter, NameParameter, YearParameter } from '../query/parameters.js';

const OUTCOME = { enum: ['recorded', 'alreadyRecorded'], description: 'alreadyRecorded: the same had been sent before; nothing was changed.' } as const;
const REVISION = { type: String, example: '12', description: 'Where the stream stands; the ETag.' } as const;
const DIVISION = { type: String, example: '360111003' } as const;
const EVENTS = { type: String, isArray: true, description: 'Types of the events it recorded, now or then.' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;

export class FindingPath {
  @NameParameter({ description: 'The office\'s number, of the county of the account; number@county (6 digits) for another county.', required: true })
  readonly id: string;
}
export class YearPath {
  @DivisionParameter({ description: 'The county.', required: true }) readonly county: string;
  @YearParameter({ description: 'The year that is over.', required: true }) readonly year: string;
}
export class InDivisionQuery {
  @DivisionParameter({ description: 'Only of this division: county (6 digits), town (9) or community (12); absent: the own.' }) readonly division?: string;
}
export class FindingsQuery extends InDivisionQuery {
  @NameParameter({ description: 'lead: not verified; open: confirmed and not closed; closed: the rest; absent: all.' }) readonly standing?: string;
  @LimitParameter(1_000) readonly limit?: number;
  @CursorParameter() readonly after?: string;
}
export class LimitsQuery {
  @DivisionParameter({ description: 'A county or a town.', required: true }) readonly division: string;
  @YearParameter({ description: 'The year.', required: true }) readonly year: string;
  @DateParameter({ description: 'Errors determined, money received and months assisted by this day; absent: all.' }) readonly asOf?: string;
  @InstantParameter({ description: 'What the ledger knew at this instant; absent: what it knows now.' }) readonly knownAt?: string;
}

export class FindingTakenDto implements Omit<FindingTaken, 'revision'> {
  @ApiProperty({ type: String, example: 'YD-2022-07@360111' }) readonly findingKey: string;
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty({ enum: FINDING_STEP_NAMES }) readonly step: FindingStep;
  @ApiProperty(OUTCOME) readonly outcome: FindingTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
}
export class FindingDto implements Omit<FindingView, 'revision'> {
  @ApiProperty({ type: String, example: 'YD-2022-07@360111' }) readonly findingKey: string;
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What its stream says.' }) readonly file: FindingFile;
  @ApiPropertyOptional({
    type: 'object', required: ['actEndedOn', 'until', 'foundOn', 'barred'], properties: { actEndedOn: DATE, until: DATE, foundOn: DATE, barred: { type: 'boolean' } },
    description: 'Only of a fraud: until when it had to be found out to be fined (行政处罚法 36).',
  }) readonly fine?: FineLimit | undefined;
}
export class FindingsDto {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, description: 'By number; without citizen numbers.' }) readonly rows: readonly ListedFinding[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
export class ComplaintTakenDto implements Omit<ComplaintTaken, 'revision'> {
  @ApiProperty({ type: String, example: 'TS-2022-01@360111' }) readonly complaintKey: string;
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty({ enum: COMPLAINT_STEP_NAMES }) readonly step: ComplaintStep;
  @ApiProperty(OUTCOME) readonly outcome: ComplaintTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
}
export class ComplaintDto implements Omit<ComplaintView, 'revision'> {
  @ApiProperty({ type: String, example: 'TS-2022-01@360111' }) readonly complaintKey: string;
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What its stream says; who reported is not in it.' }) readonly file: ComplaintFile;
}
export class ScannedLeadDto implements ScannedLead {
  @ApiProperty({ type: String }) readonly leadNo: string;
  @ApiProperty({ enum: LEAD_KIND_CODES }) readonly kind: ScannedLead['kind'];
  @ApiProperty({ type: String }) readonly county: string;
  @ApiPropertyOptional({ type: String }) readonly caseId?: string | undefined;
  @ApiPropertyOptional({ type: String }) readonly idNo?: string | undefined;
  @ApiProperty({ type: [String] }) readonly relatedCases: readonly string[];
  @ApiPropertyOptional({ type: String }) readonly fromYm?: string | undefined;
  @ApiPropertyOptional({ type: String }) readonly toYm?: string | undefined;
  @ApiPropertyOptional({ type: 'integer' }) readonly fenAtRisk?: number | undefined;
  @ApiProperty({ type: String }) readonly facts: string;
  @ApiProperty({ enum: ['new', 'raised', 'alreadyRaised'] }) readonly standing: ScannedLead['standing'];
}
export class ScanDto {
  @ApiProperty({ type: [ScannedLeadDto], description: 'Leads, never findings.' }) readonly rows: readonly ScannedLeadDto[];
}
export class MatchReportDto implements MatchReport {
  @ApiProperty({ type: String }) readonly matchNo: string;
  @ApiProperty({ type: String, description: 'SHA-256 of the rows, base64url.' }) readonly file: string;
  @ApiProperty(COUNT) readonly rows: number;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) readonly leads: MatchReport['leads'];
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) readonly unknownCitizens: MatchReport['unknownCitizens'];
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) readonly unreadable: MatchReport['unreadable'];
}
export class YearClosingDto implements YearClosing {
  @ApiProperty({ type: String, example: '360111' }) readonly county: string;
  @ApiProperty({ type: 'integer', example: 2019 }) readonly year: number;
  @ApiProperty(OUTCOME) readonly outcome: YearClosing['outcome'];
  @ApiProperty({ type: String, format: 'date' }) readonly on: string;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) readonly counts: YearClosing['counts'];
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) readonly findings: YearClosing['findings'];
  @ApiProperty({ type: [String], description: 'Findings that came to light afterwards.' }) readonly late: readonly string[];
}
export class LimitDto implements ToleranceLimit {
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty({ type: 'integer' }) readonly year: number;
  @ApiProperty(COUNT) readonly totalPersons: number;
  @ApiProperty(COUNT) readonly errorPersons: number;
  @ApiProperty(COUNT) readonly objectiveErrorPersons: number;
  @ApiProperty({ type: Boolean }) readonly withinLimit: boolean;
  @ApiProperty({ type: 'integer', description: 'Persons left until the limit; negative beyond it.' }) readonly headroomPersons: number;
  @ApiProperty({ type: Boolean, description: 'False once the year is closed.' }) readonly provisional: boolean;
}
export class LimitsDto implements Omit<ToleranceOverview, 'asOf'> {
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty({ type: 'integer' }) readonly year: number;
  @ApiProperty({ type: String, nullable: true }) readonly asOf: string | null;
  @ApiProperty({ type: [LimitDto], description: 'The division, then its towns.' }) readonly rows: readonly LimitDto[];
}
export class FollowUpStatusDto implements FollowUpStatus {
  @ApiProperty({ type: [String] }) readonly followUps: readonly string[];
  @ApiProperty({ type: String, nullable: true, description: 'The last event looked at.' }) readonly position: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'What failed, since when and how often; nothing behind it is done until it succeeds.' }) readonly stuck: FollowUpStatus['stuck'];
}

export class ViewingsQuery {
  @NameParameter({ description: 'Number of a person, of the county of the account; number@county for another.' })
  readonly person?: string;

  @NameParameter({ description: 'Number of a case, finding or list, in the same way.' })
  readonly about?: string;

  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class ViewingDto implements ViewingRow {
  @ApiProperty({ enum: VIEWING_SCOPES }) readonly scope: ViewingRow['scope'];
  @ApiProperty({ type: String, example: 'XH2021007@360111' }) readonly about: string;
  @ApiProperty({ enum: VIEWING_OUTCOMES, description: 'refused: of another division, and not shown.' }) readonly outcome: ViewingRow['outcome'];
  @ApiProperty({ type: String, format: 'date-time' }) readonly at: string;
  @ApiProperty({ type: String }) readonly staffId: string;
  @ApiProperty({ type: String, nullable: true }) readonly role: string | null;
  @ApiProperty({ type: String, description: 'The division of whoever looked.' }) readonly from: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null: in the course of the work of the office that handles it.' }) readonly purpose: string | null;
}
export class ViewingsPageDto {
  @ApiProperty({ type: String, example: 'P2001@360111' }) readonly about: string;
  @ApiProperty({ type: [ViewingDto], description: 'By time.' }) readonly rows: readonly ViewingDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
