/** What each kind of row asks the ledger to do: stream, command, actor and place. One entry per sheet. */
import { findingStream } from '#accountability';
import { caseStream, householdStream, personStream } from '#casework';
import { fundStream, payListStream } from '#disbursement';
import { type Actor, fen, type Jurisdiction, type StreamType } from '#kernel';
import { standardsStream } from '#policy';
import type { SheetName, SheetValues, WorkbookInfo } from '#workbook';
import type { Directory } from './directory.js';

/** A stream type whose particulars matter to its own command only. */
export type AnyStreamType = StreamType<unknown, object, { readonly type: string; readonly data: unknown }>;

export interface RowCommand {
  readonly stream: AnyStreamType;
  /** The id part of the stream name. */
  readonly id: string;
  readonly command: object;
  readonly actor: Actor;
  readonly jurisdiction: Jurisdiction;
}

type Mapper<S extends SheetName> = (values: SheetValues[S], info: WorkbookInfo, directory: Directory) => Promise<RowCommand> | RowCommand;

/** The workbook does not say who acted; the envelope says so rather than naming anybody. */
const UNRECORDED: Actor = { staffId: 'unrecorded' };
const actorOf = (staffId: string | null, role?: string | null): Actor => (staffId === null ? UNRECORDED : { staffId, role: role ?? undefined });
const given = <T>(value: T | null): T | undefined => value ?? undefined;
const amount = (value: number | null) => (value === null ? undefined : fen(value));
const erased = (stream: unknown): AnyStreamType => stream as AnyStreamType;

export const ROW_COMMANDS: { readonly [S in SheetName]: Mapper<S> } = {
  标准: (v, info) => ({
    stream: erased(standardsStream), id: info.code6, actor: UNRECORDED, jurisdiction: { code6: info.code6 },
    command: { type: 'PublishStandard', key: v.parameter, code6: info.code6, value: v.value, unit: given(v.unit), validFrom: v.validFrom, validTo: given(v.validTo), basis: given(v.basis) },
  }),
  人员: (v, info) => ({
    stream: erased(personStream), id: `${v.personId}@${info.code6}`, actor: UNRECORDED, jurisdiction: { code6: info.code6 },
    command: {
      type: 'RegisterPerson', personId: v.personId, idNo: v.citizenId, name: v.name,
      disability: v.disabilityKind === null && v.disabilityGrade === null ? undefined : { category: given(v.disabilityKind), grade: given(v.disabilityGrade) },
      selfCare: given(v.selfCare), labour: given(v.labour), diedOn: given(v.diedOn), attestedOn: info.cutoffOn,
    },
  }),
  家庭: (v, info) => ({
    stream: erased(householdStream), id: `${v.householdId}@${info.code6}`, actor: UNRECORDED,
    jurisdiction: { code6: info.code6, town9: v.town, village12: given(v.community) },
    command: {
      type: 'ComposeHousehold', householdId: v.householdId, headId: v.headPersonId, town: v.town, community: given(v.community), phone: given(v.phone),
      payee: v.bank === null && v.account === null && v.accountName === null ? undefined : { bank: given(v.bank), accountNo: given(v.account), holderName: given(v.accountName) },
      attestedOn: info.cutoffOn,
    },
  }),
  成员: (v, info) => ({
    stream: erased(householdStream), id: `${v.householdId}@${info.code6}`, actor: UNRECORDED, jurisdiction: { code6: info.code6 },
    command: { type: 'AddHouseholdMember', householdId: v.householdId, personId: v.personId, relation: v.relation, counted: v.counted, attestedOn: info.cutoffOn },
  }),
  申请: async (v, info, directory) => ({
    stream: erased(caseStream), id: `${v.caseId}@${info.code6}`, actor: actorOf(v.officerId), jurisdiction: await directory.placeOfHousehold(v.householdId),
    command: {
      type: 'RecordApplication', caseId: v.caseId, benefit: v.benefit, householdId: v.householdId, beneficiaryId: given(v.beneficiaryPersonId), submittedOn: v.appliedOn,
      hardshipCause: given(v.hardshipCause), incomeFen: amount(v.monthlyIncomeFen), rigidExpenditureFen: amount(v.rigidExpenseFen),
      assetsCompliant: given(v.assetsCompliant), nearRelativeFiled: given(v.relativeDeclared),
    },
  }),
  办理: async (v, info, directory) => ({
    stream: erased(caseStream), id: `${v.caseId}@${info.code6}`, actor: actorOf(v.officerId, v.post), jurisdiction: (await directory.caseOf(v.caseId)).place,
    command: { type: 'RecordStep', caseId: v.caseId, step: v.step, on: v.on, result: given(v.result), remark: given(v.note) },
  }),
  待遇: async (v, info, directory) => ({
    stream: erased(caseStream), id: `${v.caseId}@${info.code6}`, actor: UNRECORDED, jurisdiction: (await directory.caseOf(v.caseId)).place,
    command: {
      type: 'RecordEntitlementChange', caseId: v.caseId, kind: v.change, fromYm: v.effectiveMonth, decidedOn: v.decidedOn, monthlyFen: fen(v.monthlyFen),
      persons: v.persons, cause: given(v.reason), pack: info.pack,
    },
  }),
  发放: async (v, info, directory) => {
    const { benefit, place } = await directory.caseOf(v.caseId);
    return {
      stream: erased(payListStream), id: `${v.listId}@${info.code6}`, actor: UNRECORDED, jurisdiction: place,
      command: {
        type: 'RecordPayment', listNo: v.listId, caseId: v.caseId, benefit, ym: v.month, attempt: v.attempt, fen: fen(v.amountFen), outcome: v.status,
        resultOn: v.resultOn, bankTxnNo: given(v.bankSerial), code: given(v.reasonCode),
      },
    };
  },
  疑点: async (v, info, directory) => ({
    stream: erased(findingStream), id: `${v.findingId}@${info.code6}`, actor: UNRECORDED, jurisdiction: (await directory.caseOf(v.caseId)).place,
    command: {
      type: 'RecordFinding', findingId: v.findingId, caseId: v.caseId, idNo: v.citizenId, source: v.source, raisedOn: v.foundOn, leadKind: v.kind,
      verifiedOn: given(v.verifiedOn), confirmed: v.conclusion === null ? undefined : v.conclusion === 'confirmed', errorKind: given(v.errorKind),
      fromYm: given(v.errorFrom), toYm: given(v.errorTo), fen: amount(v.involvedFen), cause: given(v.cause), publicSpirit: given(v.publicSpirit),
      recoveredFen: amount(v.recoveredFen), recoveredOn: given(v.recoveredOn), repaymentPlan: given(v.repaymentAgreed), responsibleStaffId: given(v.responsibleId),
    },
  }),
  预算: (v, info) => ({
    stream: erased(fundStream), id: info.code6, actor: UNRECORDED, jurisdiction: { code6: info.code6 },
    command: { type: 'IssueIndicator', indicatorNo: v.documentNo, issuedOn: v.on, source: v.source, benefit: v.benefit, fen: fen(v.amountFen) },
  }),
};
