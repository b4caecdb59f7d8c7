/**
 * Who may do what, written by hand from process.md §2 role by role, not from the program's table, which goes permission by permission:
 * a slip in either shows as a difference. Tests only.
 */
import type { Permission, Role } from '#identity';

const words = (text: string): readonly Permission[] => text.trim().split(/\s+/) as Permission[];

/** What is public to every office. */
const PUBLIC = 'standard.read pack.read rule.read';

export const WHO_MAY: { readonly [R in Role]: readonly Permission[] } = {
  // Discovers, assists, posts, hosts the review. Decides nothing, assesses nothing, reads no file.
  communityWorker: words(`${PUBLIC} case.reportLead case.informPolicy case.registerPerson case.submit case.supplement case.declareKin case.authoriseCheck
    case.review case.postNotice case.raiseObjection case.publishResult case.reportChange case.reportDeath attachment.add worklist.read
    complaint.receive`),
  // Accepts, surveys, assesses, keeps the notice. Does not issue the opinion on it and does not decide.
  townOperator: words(`${PUBLIC} delegation.read report.read case.read case.readFile determination.try determination.record determination.read task.read task.assign task.report
    case.reportLead case.informPolicy case.registerPerson case.composeHousehold case.submit case.notifyDeficiency case.supplement case.accept case.refuseAcceptance
    case.declareKin case.fileNearRelative case.authoriseCheck case.requestCheck case.disputeCheck case.visit case.interview case.obtainLetter case.visitRemotely case.assess
    case.review case.postNotice case.closeNotice case.raiseObjection case.investigateObjection case.serve case.publishResult case.withdraw case.fileRelief
    case.reportChange case.reportDeath case.scheduleReview case.completeReview case.offerJob case.recordRefusal attachment.add attachment.read worklist.read
    case.verifyIdentity case.registerAccount case.requestCorrection case.deliverJobService case.readJobServices case.fileCustody case.deliverRelief
    finding.read lead.raise lead.verify recovery.record rectification.report complaint.receive payee.request`),
  // Issues the opinion, forwards, returns, terminates. Does not survey; decides only by delegation.
  townAuditor: words(`${PUBLIC} delegation.read report.read case.read case.readFile determination.try determination.read task.read
    case.declareKin case.issueOpinion case.forward case.return case.terminate case.readJobServices attachment.add attachment.read worklist.read
    finding.read lead.raise`),
  // Enters the books, samples, visits for the county, serves. Confirms nothing.
  countyOperator: words(`${PUBLIC} delegation.read workbook.import person.requestErasure import.read report.read case.read case.readFile projection.read standard.publish determination.try determination.record determination.read
    task.read task.assign task.report case.reportLead case.informPolicy case.declareKin case.fileNearRelative case.requestCheck case.startCheck case.disputeCheck case.assess case.assessSelfCare
    case.raiseObjection case.investigateObjection case.return case.drawSample case.countyVisit case.postCountyNotice case.serve case.fileRelief
    case.reportChange case.reportDeath case.scheduleReview case.completeReview attachment.add attachment.read worklist.read
    case.requestCorrection case.readJobServices case.deliverRelief
    finding.read lead.raise lead.assign lead.verify recovery.record rectification.report liability.investigate exemption.assess
    complaint.receive complaint.read complaint.investigate
    paylist.read paylist.compile paylist.review paylist.publicise paylist.return payment.read fund.read batch.read payee.request payee.verify month.reconcile`),
  // Decides, and delegates deciding. Takes nothing in.
  countyAuditor: words(`${PUBLIC} viewing.read evidence.export delegation.grant person.requestErasure person.approveErasure delegation.read import.read report.read case.read case.readFile projection.read standard.publish pack.adopt determination.try determination.read task.read
    case.declareKin case.return case.extendDeadline case.confer case.confirm case.deny case.terminate case.adjust case.suspend case.stop case.graduatedExit case.transferCategory case.payRelief case.approveCorrection case.readJobServices
    attachment.add attachment.read worklist.read
    finding.read lead.raise lead.assign lead.close error.determine recovery.order rectification.order rectification.close
    liability.investigate liability.determine exemption.decide year.close complaint.read complaint.answer
    paylist.read paylist.review paylist.return payment.decide payment.read fund.read batch.read payee.approve payee.verify month.resolve`),
  // Approves what others compiled and reviewed. Decides about no case.
  countyLeader: words(`${PUBLIC} report.read person.approveErasure paylist.read paylist.approve paylist.return payment.read fund.read batch.read month.correct`),
  // Checks, and uses what it knows for nothing else.
  checkAgency: words(`${PUBLIC} case.startCheck case.reportCheck case.reviewCheck attachment.add worklist.read`),
  // Visits, checks incomes, assesses self-care. Decides nothing, reads no file.
  thirdParty: words(`${PUBLIC} case.reportLead case.declareKin case.visit case.interview case.visitRemotely case.assess case.assessSelfCare attachment.add worklist.read`),
  // Finds, offers jobs, reports on its tasks, decides the benefits of its own line (医疗救助, 住房) and no other.
  lineDepartment: words(`${PUBLIC} task.read task.assign task.report case.reportLead case.readFile case.confirm case.deny case.offerJob case.recordRefusal case.deliverJobService case.readJobServices attachment.add worklist.read lead.raise`),
  // Figures, its own tasks, and the money: checks and orders lists, keeps indicators. Writes no case and no line of a list.
  finance: words(`${PUBLIC} report.read task.read task.assign task.report paylist.read paylist.check paylist.order paylist.return fund.issue fund.read batch.read batch.send batch.answer payment.reissue month.reconcile month.resolve month.close`),
  // Hands in what it answers; reads nothing.
  bank: ['batch.answer'],
  // Receives filings, reads, approves nothing.
  cityRegistrar: words(`${PUBLIC} report.read case.read case.readFile determination.read case.fileWithCity attachment.read worklist.read`),
  // Assigns and oversees tasks by figures; reads no file.
  leadingGroup: words(`${PUBLIC} report.read task.read task.assign task.oversee`),
  // Reads everything; raises leads and demands rectification, writes nothing else.
  inspector: words(`${PUBLIC} viewing.read log.read evidence.export delegation.read import.read report.read case.read case.readFile case.readJobServices projection.read determination.try determination.read task.read attachment.read worklist.read finding.read lead.raise rectification.order complaint.read
    paylist.read payment.read fund.read batch.read`),
  // Accounts and the machinery; reads no case.
  administrator: words('account.manage projection.read projection.rebuild'),
};

/** What a county may delegate to the auditor of a town. */
export const DELEGABLE: readonly Permission[] = words('case.confirm case.deny case.adjust case.stop case.payRelief');

/** A division in which an account of the role may stand, all of them in or above county 360111. */
export const HOME: { readonly [R in Role]: string } = {
  communityWorker: '360111003001', townOperator: '360111003', townAuditor: '360111003', countyOperator: '360111', countyAuditor: '360111', countyLeader: '360111', checkAgency: '360111', thirdParty: '360111',
  lineDepartment: '360111', finance: '360111', bank: '360111', cityRegistrar: '360100', leadingGroup: '360111', inspector: '360111', administrator: '360111',
};
