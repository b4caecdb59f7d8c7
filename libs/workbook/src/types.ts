/**
 * The shapes this library hands out: the typed rows of the ten data sheets, their faults and the workbook around them.
 * Every value is plain JSON in canonical form: dates `YYYY-MM-DD`, months `YYYY-MM`, money integer fen, codes in English, an empty
 * optional cell `null`. The same content therefore always gives the same digest, however the office spelt it.
 */
import type { CivilDate, CivilMonth, Fen } from '#kernel';

/** The data sheets, in the order in which they are taken (formats.md §1). `说明` is not one of them. */
export const SHEET_NAMES = ['标准', '人员', '家庭', '成员', '申请', '办理', '待遇', '发放', '疑点', '预算'] as const;
export type SheetName = (typeof SHEET_NAMES)[number];

/** 救助类别 */
export type BenefitCode = 'dibao' | 'tekun' | 'lowIncome' | 'temporaryRelief' | 'disabilityLiving' | 'disabilityNursing' | 'orphan';
/** 步骤 */
export type StepCode =
  | 'accepted' | 'infoCheck' | 'homeVisit' | 'democraticReview' | 'initialOpinion' | 'noticePosted' | 'noticeClosed'
  | 'confirmed' | 'denied' | 'periodicReview' | 'withdrawn';
/** 变动类型 新增/增发/减发/渐退/停发 */
export type ChangeCode = 'grant' | 'increase' | 'reduce' | 'graduatedExit' | 'stop';
/** 状态 成功/失败/退票 */
export type PaymentStatusCode = 'settled' | 'rejected' | 'bounced';
/** 疑点 来源 审计/纪检/举报/自查/数据比对 */
export type FindingSourceCode = 'audit' | 'discipline' | 'report' | 'selfCheck' | 'dataMatch';
/** 核实结论 属实/不属实 */
export type ConclusionCode = 'confirmed' | 'refuted';
/** 错误类别 错保/超额/重复/迟停/漏保 */
export type ErrorKindCode = 'wrongInclusion' | 'overpayment' | 'duplicate' | 'lateStop' | 'omission';
/** 原因类别 不可抗力/数据共享不准/隐瞒人口/隐瞒经济状况/其他客观 (the five objective ones), 工作过失/徇私 */
export type CauseCode =
  | 'beyondHumanPower' | 'dataSharingInaccurate' | 'concealedPopulation' | 'concealedEconomy' | 'otherObjective'
  | 'workNegligence' | 'favouritism';
/** 预算 来源 中央/省/市/县 */
export type BudgetSourceCode = 'central' | 'province' | 'city' | 'county';
/** 自理能力 自理/半失能/失能 */
export type SelfCareCode = 'full' | 'partial' | 'lost';
/** 劳动能力 有/部分/无 */
export type LabourCode = 'full' | 'partial' | 'none';

/** 标准 */
export interface StandardValues {
  /** 参数, e.g. `dibao.std` */
  readonly parameter: string;
  /** 数值 as an exact decimal text without superfluous zeros, e.g. `670`, `1.3` */
  readonly value: string;
  readonly unit: string | null;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
  readonly basis: string | null;
}

/** 人员 */
export interface PersonValues {
  readonly personId: string;
  readonly name: string;
  readonly citizenId: string;
  readonly disabilityKind: string | null;
  /** 1 to 4 */
  readonly disabilityGrade: number | null;
  readonly selfCare: SelfCareCode | null;
  readonly labour: LabourCode | null;
  readonly diedOn: CivilDate | null;
}

/** 家庭 */
export interface HouseholdValues {
  readonly householdId: string;
  readonly headPersonId: string;
  /** 9 digits */
  readonly town: string;
  /** 12 digits */
  readonly community: string | null;
  readonly phone: string | null;
  readonly bank: string | null;
  readonly account: string | null;
  readonly accountName: string | null;
}

/** 成员 */
export interface MemberValues {
  readonly householdId: string;
  readonly personId: string;
  readonly relation: string;
  readonly counted: boolean;
}

/** 申请 */
export interface ApplicationValues {
  readonly caseId: string;
  readonly householdId: string;
  readonly benefit: BenefitCode;
  readonly appliedOn: CivilDate;
  readonly beneficiaryPersonId: string | null;
  readonly monthlyIncomeFen: Fen | null;
  readonly rigidExpenseFen: Fen | null;
  readonly assetsCompliant: boolean | null;
  readonly hardshipCause: string | null;
  readonly relativeDeclared: boolean | null;
  readonly officerId: string | null;
}

/** 办理 */
export interface ProcedureValues {
  readonly caseId: string;
  readonly step: StepCode;
  readonly on: CivilDate;
  readonly officerId: string;
  readonly post: string | null;
  readonly result: string | null;
  readonly note: string | null;
}

/** 待遇 */
export interface EntitlementValues {
  readonly caseId: string;
  readonly change: ChangeCode;
  readonly effectiveMonth: CivilMonth;
  readonly monthlyFen: Fen;
  readonly persons: number;
  readonly decidedOn: CivilDate;
  readonly reason: string | null;
}

/** 发放 */
export interface PaymentValues {
  readonly listId: string;
  /** the benefit month */
  readonly month: CivilMonth;
  readonly caseId: string;
  /** 1 first attempt, 2.. re-issue */
  readonly attempt: number;
  readonly amountFen: Fen;
  readonly status: PaymentStatusCode;
  readonly resultOn: CivilDate;
  readonly bankSerial: string | null;
  readonly reasonCode: string | null;
}

/** 疑点 */
export interface FindingValues {
  readonly findingId: string;
  readonly caseId: string;
  readonly citizenId: string;
  readonly source: FindingSourceCode;
  readonly foundOn: CivilDate;
  readonly kind: string;
  readonly verifiedOn: CivilDate | null;
  readonly conclusion: ConclusionCode | null;
  readonly errorKind: ErrorKindCode | null;
  readonly errorFrom: CivilMonth | null;
  readonly errorTo: CivilMonth | null;
  readonly involvedFen: Fen | null;
  readonly cause: CauseCode | null;
  readonly publicSpirit: boolean | null;
  readonly recoveredFen: Fen | null;
  readonly recoveredOn: CivilDate | null;
  readonly repaymentAgreed: boolean | null;
  readonly responsibleId: string | null;
}

/** 预算 */
export interface BudgetValues {
  readonly documentNo: string;
  readonly on: CivilDate;
  readonly source: BudgetSourceCode;
  readonly benefit: BenefitCode;
  readonly amountFen: Fen;
}

/** The values of a row, by sheet. */
export interface SheetValues {
  readonly 标准: StandardValues;
  readonly 人员: PersonValues;
  readonly 家庭: HouseholdValues;
  readonly 成员: MemberValues;
  readonly 申请: ApplicationValues;
  readonly 办理: ProcedureValues;
  readonly 待遇: EntitlementValues;
  readonly 发放: PaymentValues;
  readonly 疑点: FindingValues;
  readonly 预算: BudgetValues;
}

/** Why a row is rejected, in the order in which the codes take precedence (formats.md §1). */
export const FAULT_CODES = ['REQUIRED', 'FORMAT', 'ENUM', 'ID_CHECKSUM', 'REFERENCE', 'DUPLICATE', 'CONFLICT'] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export interface Fault {
  readonly code: FaultCode;
  /** The header of the column. */
  readonly column: string;
  /** Place of the code in `FAULT_CODES`, from 0. */
  readonly rank: number;
  /** Chinese; what is wrong and what to do, without any personal data. */
  readonly message: string;
}

/** What can be named by its number: a person, a household, or a case (defined by 申请). */
export type ReferenceTarget = '人员' | '家庭' | '案件';

export interface Reference {
  readonly column: string;
  readonly target: ReferenceTarget;
  readonly number: string;
}

/** The cells under the known headers as the office wrote them, by header; empty cells are left out. */
export type OriginalCells = Readonly<Record<string, string>>;

interface RowBase<S extends SheetName> {
  readonly sheet: S;
  /** Spreadsheet row number, from 1. */
  readonly row: number;
  readonly cells: OriginalCells;
}

/** A row in which every cell could be read: only REFERENCE, DUPLICATE and CONFLICT can still apply. */
export interface ReadableRow<S extends SheetName> extends RowBase<S> {
  readonly fault: undefined;
  readonly values: SheetValues[S];
  /** The normalised key parts in the order listed, as a JSON array, e.g. `["H1","0001"]`. */
  readonly key: string;
  /** In the order of the columns; empty optional cells are left out. */
  readonly references: readonly Reference[];
}

/** A row rejected by its own cells alone. */
export interface FaultyRow<S extends SheetName> extends RowBase<S> {
  readonly fault: Fault;
  /** What could be read; `null` for the rest. */
  readonly values: { readonly [F in keyof SheetValues[S]]: SheetValues[S][F] | null };
  /** `undefined` where a part of the key could not be read. */
  readonly key: string | undefined;
  /** Those that could be read; of no consequence for the outcome, since REFERENCE ranks below every fault of a cell. */
  readonly references: readonly Reference[];
}

export type WorkbookRow<S extends SheetName = SheetName> = ReadableRow<S> | FaultyRow<S>;

/** The sheet `说明`. */
export interface WorkbookInfo {
  /** 行政区划代码, 6 digits */
  readonly code6: string;
  /** 年度 */
  readonly year: number;
  /** 编制单位 */
  readonly office: string | null;
  /** 截止日期 */
  readonly cutoffOn: CivilDate;
  /** 政策文件, e.g. `QS-2019` */
  readonly pack: string;
}

/** One data sheet; an absent one has no rows. */
export interface LedgerSheet<S extends SheetName = SheetName> {
  readonly name: S;
  readonly present: boolean;
  /** Number of data rows: blank rows and closing rows are not among them. */
  readonly rowCount: number;
  /**
   * The data rows in file order, interpreted as they are asked for; may be called again.
   * Synchronous, about 10 µs a row: a server takes a few hundred at a time and lets other work have its turn.
   */
  rows(): Generator<WorkbookRow<S>, void, undefined>;
}

/** Discriminated by `name`. */
export type AnyLedgerSheet = { [S in SheetName]: LedgerSheet<S> }[SheetName];

/** A workbook that has been read completely and whose structure is sound. */
export interface LedgerWorkbook {
  /** SHA-256 of the file, lower-case hex; of exactly the bytes that were read. */
  readonly sha256: string;
  readonly info: WorkbookInfo;
  /** All ten, in the order of `SHEET_NAMES`. */
  readonly sheets: readonly AnyLedgerSheet[];
  sheet<S extends SheetName>(name: S): LedgerSheet<S>;
}

/** What an outcome depends on beyond the row itself. */
export interface OutcomeContext {
  /** Whether the ledger, including the rows already recorded from this file, knows the number. */
  readonly exists: (target: ReferenceTarget, number: string) => boolean;
  /** Keys of the rows above in the same sheet, whatever became of those rows. */
  readonly seenKeys: ReadonlySet<string>;
}
