/** Every step from lead to closure: what it is called, who may take it, what it does. One entry per command. */
import { type Decided, parseCivilDate } from '#kernel';
import type { FindingEvent } from './finding-events.js';
import type { FindingStep, Stated } from './finding-formats.js';
import { checkDay, type DecideFinding, type FindingContext, once } from './finding-guard.js';
import * as lead from './finding-lead.js';
import * as liability from './finding-liability.js';
import * as recovery from './finding-recovery.js';
import type { FindingFile } from './finding-state.js';

export interface FindingStepDefinition<Name extends FindingStep = FindingStep> {
  readonly zh: string;
  readonly en: string;
  /** Name of the permission it needs (libs/identity). */
  readonly permission: string;
  readonly decide: DecideFinding<Name>;
}

/** It begins a stream, so it is decided without a file (finding.ts). */
const begins = (): never => {
  throw new Error('a lead is raised without a file');
};

export const FINDING_STEPS: { readonly [Name in FindingStep]: FindingStepDefinition<Name> } = {
  raise: { zh: '提出疑点', en: 'Raise a lead', permission: 'lead.raise', decide: begins },
  assign: { zh: '交办', en: 'Assign the verification', permission: 'lead.assign', decide: lead.assign },
  verify: { zh: '核实', en: 'Verify', permission: 'lead.verify', decide: lead.verify },
  determineError: { zh: '错发（漏保）认定', en: 'Determine the error', permission: 'error.determine', decide: lead.determineError },
  orderRecovery: { zh: '追回决定', en: 'Order recovery', permission: 'recovery.order', decide: recovery.orderRecovery },
  serveRecovery: { zh: '追回决定送达', en: 'Serve the recovery order', permission: 'recovery.record', decide: recovery.serveRecovery },
  agreePlan: { zh: '还款协议', en: 'Agree on a repayment plan', permission: 'recovery.order', decide: recovery.agreePlan },
  receiveRecovery: { zh: '收回资金', en: 'Receive money', permission: 'recovery.record', decide: recovery.receiveRecovery },
  remitRecovery: { zh: '缴库', en: 'Remit to the treasury', permission: 'recovery.record', decide: recovery.remitRecovery },
  failRecovery: { zh: '不能追回', en: 'Record that recovery fails', permission: 'recovery.order', decide: recovery.failRecovery },
  orderRectification: { zh: '交办整改', en: 'Demand rectification', permission: 'rectification.order', decide: liability.orderRectification },
  reportRectification: { zh: '整改报告', en: 'Report what was put right', permission: 'rectification.report', decide: liability.reportRectification },
  closeRectification: { zh: '整改销号', en: 'Close a rectification', permission: 'rectification.close', decide: liability.closeRectification },
  openLiability: { zh: '责任调查', en: 'Investigate a liability', permission: 'liability.investigate', decide: liability.openLiability },
  determineLiability: { zh: '责任认定', en: 'Determine a liability', permission: 'liability.determine', decide: liability.determineLiability },
  assessExemption: { zh: '免责评估', en: 'Assess the exemption', permission: 'exemption.assess', decide: liability.assessExemption },
  grantExemption: { zh: '免责决定', en: 'Grant the exemption', permission: 'exemption.decide', decide: liability.grantExemption },
  revokeExemption: { zh: '撤销免责', en: 'Revoke the exemption', permission: 'exemption.decide', decide: liability.revokeExemption },
  transferCase: { zh: '移送', en: 'Transfer to another organ', permission: 'liability.determine', decide: liability.transferCase },
  recordSanction: { zh: '处分记录', en: 'Record a sanction', permission: 'liability.determine', decide: liability.recordSanction },
  close: { zh: '销号', en: 'Close the finding', permission: 'lead.close', decide: lead.close },
};
export const FINDING_STEP_NAMES = Object.keys(FINDING_STEPS) as readonly FindingStep[];

/** After closing only money moves, and an exemption can still be lost, which opens the finding again. */
const AFTER_CLOSING: ReadonlySet<FindingStep> = new Set<FindingStep>(['receiveRecovery', 'remitRecovery', 'revokeExemption']);

/** Decides a step of a finding. @throws DomainError as the step says, `STEP_IN_FUTURE` `DATE_INVALID` `STEP_DONE` */
export function decideFindingStep<Name extends FindingStep>(name: Name, file: FindingFile, stated: Stated<Name>, context: FindingContext): readonly Decided<FindingEvent>[] {
  checkDay(stated.on, context);
  const { due } = stated as { readonly due?: string };
  if (due !== undefined) parseCivilDate(due);
  if (!AFTER_CLOSING.has(name)) once('the closing', file.closedOn);
  return FINDING_STEPS[name].decide(file, stated, context);
}
