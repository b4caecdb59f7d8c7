/** What the import resources take and answer. */
import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { ImportsPage } from '#application';
import type { ImportReport, SheetTotals } from '#intake';
import type { ImportRow, RejectionRow, RejectionsPage } from '#reports';
import { FAULT_CODES, type FaultCode } from '#workbook';
import { JobDto } from '../jobs/job.dto.js';
import { CursorParameter, DivisionParameter, JobIdParameter, LimitParameter, NameParameter, Sha256Parameter } from '../query/parameters.js';

export class ImportJobPath {
  @JobIdParameter({ description: 'The id of the job.', required: true })
  readonly id: string;
}

export class ImportPath {
  @Sha256Parameter({ description: 'SHA-256 of the imported file.', required: true })
  readonly sha256: string;
}

export class PageQuery {
  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class RejectionsQuery extends PageQuery {
  @Sha256Parameter({ description: 'Only rows of this file.' })
  readonly sha256?: string;

  @NameParameter({ description: 'Only rows of this sheet, for example 人员.' })
  readonly sheet?: string;

  @NameParameter({ description: `Only rows rejected for this reason: ${FAULT_CODES.join(', ')}.` })
  readonly code?: string;

  @DivisionParameter({ description: 'Only imports of the counties in this division.' })
  readonly division?: string;
}

export class UploadDto {
  @ApiProperty({ type: String, format: 'binary', description: 'The ledger workbook, .xlsx.' })
  readonly file: unknown;
}

export class SheetTotalsDto implements SheetTotals {
  @ApiProperty({ type: 'integer', description: 'Data rows: recorded + alreadyRecorded + rejected.' })
  readonly rows: number;

  @ApiProperty({ type: 'integer' })
  readonly recorded: number;

  @ApiProperty({ type: 'integer' })
  readonly alreadyRecorded: number;

  @ApiProperty({ type: 'integer' })
  readonly rejected: number;
}

const SHEETS = { type: 'object', additionalProperties: { $ref: getSchemaPath(SheetTotalsDto) }, description: 'By name of the sheet.' } as const;

export class RejectionDto {
  @ApiProperty({ type: String, example: '人员' })
  readonly sheet: string;

  @ApiProperty({ type: 'integer', description: 'Spreadsheet row number.' })
  readonly row: number;

  @ApiProperty({ type: String, description: 'Header of the column.', example: '身份证号' })
  readonly column: string;

  @ApiProperty({ enum: FAULT_CODES })
  readonly code: FaultCode;

  @ApiProperty({ type: String, description: 'What is wrong and what to do, in Chinese.' })
  readonly message: string;
}

export class ImportReportDto implements Omit<ImportReport, 'rejections'> {
  @ApiProperty({ type: String, description: 'What the sender called the file.' })
  readonly file: string;

  @ApiProperty({ type: String })
  readonly sha256: string;

  @ApiProperty(SHEETS)
  readonly sheets: Readonly<Record<string, SheetTotalsDto>>;

  @ApiProperty({ type: [RejectionDto] })
  readonly rejections: readonly RejectionDto[];

  @ApiProperty({ type: 'integer', description: 'Events appended; 0 when the file had been imported before.' })
  readonly events: number;
}

export class ImportProgressDto {
  @ApiProperty({ type: String, description: 'Sheets under way.' })
  readonly sheet: string;

  @ApiProperty({ type: 'integer', description: 'Rows of these sheets that are done.' })
  readonly done: number;

  @ApiProperty({ type: 'integer' })
  readonly total: number;
}

export class ImportJobDto extends JobDto {
  @ApiProperty({ type: String, description: 'What the sender called the file.' })
  readonly file: string;

  @ApiProperty({ type: String, description: 'SHA-256 of the file, hex.' })
  readonly sha256: string;

  @ApiProperty({ type: ImportProgressDto, nullable: true, description: 'Null until rows are being recorded.' })
  readonly progress: ImportProgressDto | null;

  @ApiProperty({ type: ImportReportDto, nullable: true, description: 'Null unless the job succeeded.' })
  readonly result: ImportReportDto | null;

  @ApiPropertyOptional({ type: 'integer', description: 'Rejections that the result leaves out; links.rejections has all of them.' })
  readonly rejectionsOmitted?: number;
}

export class ImportJobsDto {
  @ApiProperty({ type: [ImportJobDto], description: 'Waiting, running and recently finished, oldest first.' })
  readonly jobs: readonly ImportJobDto[];
}

export class ImportDto implements Omit<ImportRow, 'sheets'> {
  @ApiProperty({ type: String })
  readonly sha256: string;

  @ApiProperty({ type: String, description: 'County that keeps the book.', example: '360111' })
  readonly code6: string;

  @ApiProperty({ type: 'integer', example: 2019 })
  readonly year: number;

  @ApiPropertyOptional({ type: String, description: '编制单位' })
  readonly office?: string | undefined;

  @ApiProperty({ type: String, description: '政策文件', example: 'QS-2019' })
  readonly pack: string;

  @ApiProperty({ type: Boolean, description: 'False while it runs, or after it was interrupted: then import the file again.' })
  readonly completed: boolean;

  @ApiProperty({ ...SHEETS, description: 'By name of the sheet; empty until completed.' })
  readonly sheets: Readonly<Record<string, SheetTotalsDto>>;
}

export class ImportsPageDto implements ImportsPage {
  @ApiProperty({ type: [ImportDto], description: 'In the order of the hashes.' })
  readonly rows: readonly ImportDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as "after" to read on; null at the end.' })
  readonly next: string | null;
}

export class RejectedRowDto extends RejectionDto implements Omit<RejectionRow, 'code'> {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'The row as the office wrote it, by header.' })
  readonly cells: Readonly<Record<string, string>>;

  @ApiProperty({ type: String })
  readonly sha256: string;

  @ApiProperty({ type: String })
  readonly code6: string;
}

export class RejectionsPageDto implements Omit<RejectionsPage, 'rows'> {
  @ApiProperty({ type: [RejectedRowDto], description: 'In the order of file, sheet and row.' })
  readonly rows: readonly RejectedRowDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as "after" to read on; null at the end.' })
  readonly next: string | null;
}
