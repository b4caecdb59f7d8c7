"""What the documents say of the procedure as tables: benefits, what each owes, who may, names of events (process.md §2-§7, access.md)."""
import os
import re
from datetime import date, timedelta

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
#: The ledger's clock: no step lies after it.
TODAY = '2026-11-22'

PERSON_BENEFITS = {'tekun', 'disabilityLiving', 'disabilityNursing', 'orphan', 'unsupportedChild', 'medicalRelief'}
#: What pays once, what is a status; the rest is monthly (process.md §4.1).
ONCE = {'temporaryRelief', 'medicalRelief', 'housing'}
#: Relief for another need; a subsidy for the dwelling is granted to a head of a household once (§4.1).
REPEATABLE = {'temporaryRelief', 'medicalRelief'}
STATUS = {'lowIncome'}
#: process.md §7.4, R43 9, R62; a status is of who is not in 低保 or 特困.
EXCLUSIVE = {frozenset(pair) for pair in (
    ('dibao', 'tekun'), ('dibao', 'lowIncome'), ('tekun', 'lowIncome'), ('tekun', 'orphan'), ('orphan', 'unsupportedChild'), ('tekun', 'disabilityLiving'),
    ('tekun', 'disabilityNursing'), ('orphan', 'disabilityLiving'), ('unsupportedChild', 'disabilityLiving'))}


def excludes(a, b):
    """May one citizen not hold both?"""
    return a not in REPEATABLE if a == b else frozenset((a, b)) in EXCLUSIVE


def chain_of(benefit, variant, rules):
    """What a benefit owes (process.md §3, §4.1): the check, the visit, assessments, review, opinion, notices, sample, conference, publication."""
    old = rules == 'R220'
    if benefit == 'temporaryRelief' and variant == 'emergency':
        return {'check': False, 'visit': False, 'assess': (), 'review': 'none', 'opinion': False, 'notice': False, 'sample': False, 'countyNotice': False, 'confer': False, 'publish': False}
    full = benefit in ('dibao', 'tekun', 'lowIncome')
    relief = benefit == 'temporaryRelief'
    assess = {'dibao': ('income', 'assets'), 'tekun': ('income', 'assets', 'selfCare', 'circumstances'), 'lowIncome': ('income', 'assets', 'rigid')}.get(benefit)
    if assess is None:
        assess = ('income', 'rigid') if relief and variant == 'expenditure' else ('circumstances',)
    noticed = full or benefit in ('medicalRelief', 'housing') or relief and variant == 'expenditure'
    return {
        'check': True, 'visit': full or relief, 'assess': assess, 'opinion': True, 'notice': noticed,
        'review': 'optional' if benefit == 'tekun' else 'none' if not full else 'required' if old else 'objection',
        'sample': benefit == 'tekun' or full and old, 'countyNotice': old and benefit in ('dibao', 'lowIncome'),
        'confer': relief and variant == 'conference', 'publish': noticed or relief,
    }


def access_table():
    """docs/access.md: permission -> (roles, delegable)."""
    with open(os.path.join(ROOT, 'docs', 'access.md'), encoding='utf-8') as file:
        rows = re.findall(r'^\| `([\w.]+)` \| [^|]+ \| ([^|]+) \| (yes)? ?\|$', file.read(), re.M)
    return {name: (set(re.findall(r'`(\w+)`', roles)), bool(delegable)) for name, roles, delegable in rows if '.' in name}


def permission_table():
    """docs/procedure.md: step -> permission."""
    with open(os.path.join(ROOT, 'docs', 'procedure.md'), encoding='utf-8') as file:
        return dict(re.findall(r'^\| `(\w+)` \| [^|]+ \| [^|]+ \| `(case\.\w+)` \|$', file.read(), re.M))


ACCESS, PERMISSION = access_table(), permission_table()
STEPS = list(PERMISSION)
BEFORE_APPLICATION = {'reportLead', 'informPolicy', 'submit'}
AFTER_DECISION = {'serve', 'publishResult', 'fileWithCity', 'fileRelief', 'payRelief', 'completePapers'}
LIFE = {'reportChange', 'reportDeath', 'scheduleReview', 'completeReview', 'offerJob', 'recordRefusal', 'adjust', 'suspend', 'resume', 'stop', 'startGraduatedExit', 'endGraduatedExit', 'transferCategory', 'postStopNotice', 'closeStopNotice'}
ASSESSMENTS = {'assessIncome': 'income', 'assessAssets': 'assets', 'assessRigidExpenditure': 'rigid', 'assessSelfCare': 'selfCare', 'assessCircumstances': 'circumstances'}
EVENT = {
    'reportLead': 'HardshipLeadReported', 'informPolicy': 'PolicyInformed', 'submit': 'ApplicationSubmitted', 'notifyDeficiency': 'MaterialsDeficiencyNotified', 'supplement': 'MaterialsSupplemented',
    'accept': 'ApplicationAccepted', 'refuseAcceptance': 'ApplicationNotAccepted', 'declareKin': 'KinDeclared', 'fileNearRelative': 'NearRelativeFiled', 'authoriseCheck': 'CheckAuthorised',
    'requestCheck': 'InfoCheckRequested', 'startCheck': 'InfoCheckStarted', 'reportCheck': 'InfoCheckReported', 'disputeCheck': 'CheckDisputed', 'reviewCheck': 'CheckReviewed', 'visit': 'HomeVisited',
    'interview': 'NeighbourInterviewed', 'obtainLetter': 'LetterEvidenceObtained', 'visitRemotely': 'RemoteVisited', 'assessIncome': 'IncomeAssessed', 'assessAssets': 'AssetsAssessed',
    'assessRigidExpenditure': 'RigidExpenditureAssessed', 'assessSelfCare': 'SelfCareAssessed', 'assessCircumstances': 'CircumstancesAssessed', 'review': 'DemocraticReviewHeld', 'issueOpinion': 'InitialOpinionIssued',
    'postNotice': 'PublicNoticePosted', 'closeNotice': 'NoticeClosed', 'postStopNotice': 'PublicNoticePosted', 'closeStopNotice': 'NoticeClosed', 'raiseObjection': 'ObjectionRaised', 'investigateObjection': 'ObjectionInvestigated', 'forward': 'CaseForwarded', 'return': 'CaseReturned',
    'countyVisit': 'CountyVisited', 'postCountyNotice': 'PublicNoticePosted', 'closeCountyNotice': 'NoticeClosed', 'extendDeadline': 'DeadlineExtended', 'confer': 'CaseConferenced', 'deny': 'AssistanceDenied',
    'serve': 'DecisionServed', 'publishResult': 'ResultPublished', 'withdraw': 'ApplicationWithdrawn', 'terminate': 'ProcedureTerminated', 'fileWithCity': 'CaseFiledWithCity', 'fileRelief': 'ReliefFiled',
    'completePapers': 'ReliefPapersCompleted', 'payRelief': 'ReservePaid', 'reportDeath': 'DeathReported', 'scheduleReview': 'ReviewScheduled', 'completeReview': 'PeriodicReviewCompleted', 'offerJob': 'JobOffered', 'recordRefusal': 'JobRefused',
    'suspend': 'BenefitSuspended', 'resume': 'BenefitResumed', 'stop': 'BenefitStopped', 'startGraduatedExit': 'GraduatedExitStarted', 'endGraduatedExit': 'GraduatedExitEnded',
}


def month_after(text, months=1):
    """The month some months after that of a day or month."""
    number = int(text[:4]) * 12 + int(text[5:7]) - 1 + months
    return f'{number // 12:04}-{number % 12 + 1:02}'


def next_day(day, days):
    """Some days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def significant(code):
    """A division without its empty levels."""
    while len(code) > 2 and code.endswith('00') and len(code) <= 6:
        code = code[:-2]
    return code


def refused(codes):
    """A refusal with any of these codes."""
    return {'outcome': 'refused', 'codes': sorted(codes)}


class Reasons:
    """Why a step is refused; all reasons that apply."""

    def __init__(self):
        self.codes, self.open = set(), set()

    def add(self, *codes):
        """Further reasons."""
        self.codes |= set(codes)
