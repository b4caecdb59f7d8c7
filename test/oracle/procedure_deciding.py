"""Whether a step of the model is taken, and what it changes: one method for each step, every reason to refuse collected."""
from rules_oracle import determine
from procedure_tables import AFTER_DECISION, ASSESSMENTS, BEFORE_APPLICATION, EVENT, LIFE, ONCE, PERSON_BENEFITS, STATUS, TODAY, chain_of, excludes, month_after, next_day

#: What is established before the opinion, and what a return to a step takes back besides (docs/procedure.md: everything from there on).
NOTICE = {'postNotice', 'closeNotice', 'forward', 'postCountyNotice', 'closeCountyNotice', 'countyVisit', 'confer'}
OPINION = NOTICE | {'issueOpinion'}
VERIFYING = OPINION | {'requestCheck', 'startCheck', 'reportCheck', 'disputeCheck', 'reviewCheck', 'visit', 'review', *ASSESSMENTS}
TAKEN_BACK = {'accepted': VERIFYING | {'authoriseCheck'}, 'verifying': VERIFYING, 'opinion': OPINION, 'notice': NOTICE}
CLOCKS = {'lead', 'deficiency', 'supplement', 'acceptance', 'survey', 'checkStart', 'childCheck', 'democraticReview', 'initialOpinion', 'townNotice', 'objection', 'countyOpinion', 'countyNotice', 'decisionAfterNotice', 'total'}
#: R83, 2022-10-20.
#: Steps by which somebody of the office handles the case.
HANDLED = {'visit', 'visitRemotely', 'forward', 'closeNotice', 'issueOpinion', 'requestCheck'}
#: What becomes known of a household is recorded at any time.
TOLD = {'reportChange', 'reportDeath'}
#: process.md §4.1: 医保 and 住建 decide.
LINE_DEPARTMENT = {'medicalRelief', 'housing'}
R83_FROM, R83_MONTHS, REFUSALS = '2022-10-20', 6, 3


#: Where documents and program differ, or the documents are silent and it matters: what the model takes, and what the program does.
OPEN = {
    'servedAgain': 'One decision is served once; the program lets a case be served again after later decisions.',
    'lifeBeforeDecision': 'A step of the benefit\'s life lies not before the confirmation; the program takes some before it.',
    'doubtR57': 'Under R57 near relatives and complaints bring the county to visit (process.md §3), doubts only under R220; the program asks for a visit after any disputed check.',
    'kinTakesDown': 'Unregistered near kin are refused; the program refuses some steps that only take down what others say, and some not.',
    'conferenceElsewhere': 'Where the documents of the place print no relief by conference (QS), the amount is what the conference decided; the program holds it against the rules of the other reliefs.',
    'monthOfStop': 'A stop counts from the month after it; the program lets a stop for death, moving away, custody, fraud or an unreported change count from any month, even before the grant.',
    'exclusiveMonths': 'Nobody holds two exclusive benefits in one month; the program looks at who holds one now, and a stop decided for a later month lets go at once.',
    'takenBackFacts': 'What a return took back is not established; the program determines with what was established last, also before the return.',
}


class Deciding:
    """One step of one case."""

    def __init__(self, county, case, step, body, who, delegated, cap, why):
        self.county, self.case, self.step, self.body, self.by, self.role, self.delegated, self.cap, self.why = county, case, step, body, who['staff'], who['role'], delegated, cap, why
        self.on = body['on']
        #: Reasons that hold only where the draw chose the case.
        self.sample_codes = set()
        self.given = None

    def undecided(self, question):
        """Marks that the answer rests on an open question."""
        assert question in OPEN
        self.why.open.add(question)

    # -- common reasons

    def run(self):
        """Collects every reason to refuse."""
        case, step = self.case, self.step
        if self.on > TODAY:
            self.why.add('STEP_IN_FUTURE')
        if step in ('confirm', 'deny') and case.application is not None and (self.role == 'lineDepartment') != (case.application['benefit'] in LINE_DEPARTMENT):
            self.why.add('DECIDES_OTHER_OFFICE')
        if step not in ('declareKin', 'fileNearRelative'):
            for staff in {self.by, *self.body.get('visitors', ()), *([self.body['author']] if 'author' in self.body else [])}:
                if staff in case.kin and staff not in case.filed_kin:
                    self.why.add('NEAR_RELATIVE_UNFILED')
                    if step not in HANDLED:
                        self.undecided('kinTakesDown')
        if step in BEFORE_APPLICATION:
            getattr(self, step)()
            return
        if case.application is None:
            self.why.add(*(('STEP_OUT_OF_ORDER', 'CASE_UNKNOWN') if case.exists else ('CASE_UNKNOWN',)))
            return
        if step == 'payRelief':
            self.reserve()
        if step == 'closeStopNotice' and case.stop_notice is None:
            self.why.add('STEP_OUT_OF_ORDER')
        if step == 'postStopNotice' and case.application['benefit'] != 'tekun':
            self.why.add('STEP_NOT_IN_PROCEDURE')
        if case.ended not in (None, 'confirmed') and step not in TOLD and not (step == 'serve' and case.ended in ('denied', 'notAccepted')):
            self.why.add('CASE_CLOSED', *(('BENEFIT_NOT_ACTIVE', 'STEP_NOT_IN_PROCEDURE') if step in LIFE else ('STEP_NOT_IN_PROCEDURE', 'STEP_OUT_OF_ORDER') if step in AFTER_DECISION else ()))
            return
        self.after('submit')
        if step in LIFE:
            self.life()
        elif step in AFTER_DECISION:
            self.after_decision()
        elif case.ended == 'confirmed':
            self.established_anew()
        else:
            self.procedure()

    def needs(self, *steps):
        """Steps this one rests on, and their days."""
        for step in steps:
            if step not in self.case.day:
                self.why.add('STEP_OUT_OF_ORDER')
        self.after(*steps)

    def after(self, *steps):
        """Not before these."""
        if any(self.on < self.case.day[step] for step in steps if step in self.case.day):
            self.why.add('STEP_TOO_EARLY')

    def once(self, step=None):
        """Not twice."""
        if (step or self.step) in self.case.day:
            self.why.add('STEP_DONE')

    def owes(self, owed):
        """Is the step part of what the benefit owes?"""
        if not owed:
            self.why.add('STEP_NOT_IN_PROCEDURE')
        return bool(owed)

    # -- before and at the application

    def reportLead(self):
        """A lead begins a case."""
        if self.case.exists:
            self.why.add('STEP_DONE', 'CASE_EXISTS')

    def informPolicy(self):
        """Told before somebody applies."""
        if not self.case.exists:
            self.why.add('CASE_UNKNOWN')
        self.after('reportLead')

    def submit(self):
        """The application."""
        body, case = self.body, self.case
        if case.application is not None:
            self.why.add('CASE_EXISTS', 'STEP_DONE')
        self.after('reportLead')
        if 'variant' in body and body['benefit'] != 'temporaryRelief':
            self.why.add('VARIANT_UNKNOWN')
        if body['benefit'] in PERSON_BENEFITS and 'beneficiaryId' not in body:
            self.why.add('BENEFICIARY_MISSING')
        members = self.county.households[case.county, body['householdId']].members
        if any(body.get(name) is not None and body[name] not in members for name in ('beneficiaryId',)):
            self.why.add('ANY')

    def procedure(self):
        """A step between application and decision."""
        step = self.step
        if step in ASSESSMENTS:
            self.established(owed=True)
        else:
            getattr(self, 'return_' if step == 'return' else step)()

    def notifyDeficiency(self):
        """Once, before acceptance."""
        self.once('accept')
        if self.case.told:
            self.why.add('DEFICIENCY_TOLD')

    def supplement(self):
        """What was told is brought."""
        self.needs('notifyDeficiency')

    def accept(self):
        """With all papers."""
        self.once()
        self.after('notifyDeficiency', 'supplement')
        if self.case.told and not self.case.supplemented:
            self.why.add('STEP_OUT_OF_ORDER')

    def refuseAcceptance(self):
        """Instead of acceptance."""
        self.once('accept')
        self.after('notifyDeficiency', 'supplement')

    def declareKin(self):
        """Of somebody, once."""
        if self.body['staffId'] in self.case.filed_kin:
            self.why.add('STEP_DONE')

    def fileNearRelative(self):
        """By somebody else."""
        staff = self.body['staffId']
        if staff in self.case.filed_kin:
            self.why.add('STEP_DONE')
        if staff == self.by:
            self.why.add('SAME_PERSON')

    # -- what is established

    def established(self, owed):
        """Between acceptance and opinion."""
        if self.owes(owed):
            self.needs('accept')
            if 'issueOpinion' in self.case.day and not (self.step in ('visit', 'visitRemotely', 'interview', 'obtainLetter') and self.open_objections()):
                self.why.add('OPINION_GIVEN')

    def checks(self):
        """Does the benefit owe a check?"""
        return chain_of(self.case.application['benefit'], self.case.application.get('variant'), self.case.rules or 'R220')['check']

    def authoriseCheck(self):
        """May come with the application."""
        self.owes(self.checks())

    def requestCheck(self):
        """Rests on the authorisation; again where needed."""
        self.established(self.checks())
        if 'reportCheck' not in self.case.day:
            self.once()
        self.needs('authoriseCheck')

    def startCheck(self):
        """Rests on the request."""
        self.established(self.checks())
        self.once()
        self.needs('requestCheck')

    def reportCheck(self):
        """Rests on the start."""
        self.established(self.checks())
        self.once()
        self.needs('startCheck')

    def disputable(self):
        """A family may dispute until the decision (R57 18)."""
        if self.owes(self.checks()):
            self.needs('accept')

    def disputeCheck(self):
        """Of a report."""
        self.disputable()
        self.needs('reportCheck')
        if self.case.disputed:
            self.why.add('STEP_DONE')

    def reviewCheck(self):
        """Of a dispute."""
        self.disputable()
        self.needs('disputeCheck')
        if not self.case.disputed and 'reviewCheck' in self.case.day:
            self.why.add('STEP_DONE')

    def visit(self):
        """Two visit; where none is owed one may be made all the same."""
        self.established(True)

    visitRemotely = visit

    def interview(self):
        """Accompanies a visit."""
        self.established(True)

    obtainLetter = interview

    def review(self):
        """By quorum, without kin."""
        kind = self.case.chain['review'] if self.case.chain else 'required'
        if self.case.chain is None or self.case.disputed:
            self.why.add('STEP_OUT_OF_ORDER', *(('STEP_NOT_IN_PROCEDURE',) if self.case.chain is None else ()))
        if kind == 'none' or kind == 'objection' and not self.case.objected:
            self.why.add('STEP_NOT_IN_PROCEDURE', *(('STEP_OUT_OF_ORDER',) if kind == 'objection' else ()))
        self.needs('accept', *(('visit', 'reportCheck') if self.case.chain and self.case.chain['visit'] else ()))
        self.after('reviewCheck')
        if 'issueOpinion' in self.case.day:
            self.why.add('OPINION_GIVEN', 'STEP_DONE')
        participants = self.body['participants']
        if 3 * sum(one['role'] == 'resident' for one in participants) < 2 * len(participants):
            self.why.add('QUORUM_MISSING')
        if self.body['agree'] + self.body['disagree'] + self.body['abstain'] != len(participants):
            self.why.add('VOTES_DIFFER')
        if any(one.get('kin') for one in participants):
            self.why.add('NEAR_RELATIVE_REVIEWS')

    def issueOpinion(self):
        """Rests on everything that is owed before it; by nobody who visited, nor by whoever drafted it."""
        case = self.case
        if case.chain is None:
            self.why.add('STEP_OUT_OF_ORDER')
            return
        if self.owes(case.chain['opinion']):
            self.once()
            owed = ['accept', *(('reportCheck',) if case.chain['check'] else ()), *(('visit',) if case.chain['visit'] else ())]
            owed += [step for step, kind in ASSESSMENTS.items() if kind in case.chain['assess']]
            owed += ['review'] if case.chain['review'] == 'required' else []
            self.needs(*owed)
            if case.disputed:
                self.why.add('STEP_OUT_OF_ORDER')
            self.after('reviewCheck', 'review')
            if self.body['opinion'] == 'approve':
                self.readable()
        if self.by in case.visitors or self.by == self.body['author']:
            self.why.add('SAME_PERSON')

    def readable(self):
        """What the rules of the place read is established before the opinion."""
        application = self.case.application
        least = {'medicalRelief': {'medicalRelief': {'member': application.get('beneficiaryId'), 'costFen': 0, 'paidThisYearFen': 0}},
                 'temporaryRelief': {'oneCaseRelief': {'proposedFen': 0, 'paidThisYearFen': 0}} if application.get('variant') == 'conference'
                 else {'temporaryRelief': {'uplift': '0', 'paidThisYearFen': 0, 'timesThisYear': 0}}}.get(application['benefit'])
        for requests in (None, least):
            if determine(self.county.facts_of(self.case, requests), self.case.division, self.on, self.county.published).get('refused') == 'FACT_MISSING':
                self.why.add('FACTS_NOT_ESTABLISHED')

    # -- the notice

    def photo(self, kind):
        """A notice is proved by a photo."""
        if all(paper['kind'] != kind for paper in self.body.get('evidence', ())):
            self.why.add('PHOTO_MISSING')

    def owes_after_acceptance(self, part):
        """Does the chain hold it?"""
        if self.case.chain is None:
            self.why.add('STEP_OUT_OF_ORDER', 'STEP_NOT_IN_PROCEDURE')
            return False
        return self.owes(self.case.chain[part])

    def postNotice(self):
        """Of the opinion."""
        if self.owes_after_acceptance('notice'):
            self.once()
            self.needs('issueOpinion')
        self.photo('noticeStartPhoto')

    def closes(self, posted, closed):
        """Seven full days after it was posted."""
        if closed in self.case.day:
            self.why.add('STEP_DONE')
        self.needs(posted)
        if posted in self.case.day and self.on < next_day(self.case.day[posted], 7):
            self.why.add('NOTICE_RUNNING')
        self.photo('noticeEndPhoto')

    def closeNotice(self):
        """Of the town."""
        if not self.owes_after_acceptance('notice'):
            self.why.add('STEP_OUT_OF_ORDER')
        else:
            self.closes('postNotice', 'closeNotice')

    def hanging(self):
        """The notice that hangs: its posting."""
        day = self.case.day
        if 'postCountyNotice' in day and 'closeCountyNotice' not in day:
            return 'postCountyNotice'
        return 'postNotice' if 'postNotice' in day and 'closeNotice' not in day else None

    def raiseObjection(self):
        """While a notice hangs."""
        day = self.case.day
        posting = self.hanging()
        if posting is not None:
            self.after(posting)
        elif 'postNotice' in day:
            self.why.add('NOTICE_CLOSED')
        else:
            self.why.add('STEP_OUT_OF_ORDER', *(() if self.case.chain and self.case.chain['notice'] else ('STEP_NOT_IN_PROCEDURE',)))
        if self.body['objectionNo'] in self.case.objections:
            self.why.add('STEP_DONE')

    def investigateObjection(self):
        """Once each."""
        known = self.case.objections.get(self.body['objectionNo'])
        if known is None:
            self.why.add('OBJECTION_UNKNOWN')
        elif not known['open']:
            self.why.add('STEP_DONE')
        elif self.on < known['on']:
            self.why.add('STEP_TOO_EARLY')

    def open_objections(self):
        """Is an objection not investigated?"""
        return any(one['open'] for one in self.case.objections.values())

    def forward(self):
        """With everything the town owes."""
        case = self.case
        if self.owes_after_acceptance('opinion'):
            self.once()
            self.needs('issueOpinion', *(('closeNotice',) if case.chain['notice'] else ()))
            if self.open_objections() or case.disputed or self.unfiled():
                self.why.add('STEP_OUT_OF_ORDER')

    def unfiled(self):
        """Is a near relative declared and not registered?"""
        return any(staff not in self.case.filed_kin for staff in self.case.kin)

    def return_(self):
        """From a step on everything has to be done again."""
        if self.case.chain is None:
            self.why.add('NOTHING_TO_RETURN', 'STEP_OUT_OF_ORDER')
        elif not TAKEN_BACK[self.body['toStep']] & set(self.case.day):
            self.why.add('NOTHING_TO_RETURN')
        self.after(*TAKEN_BACK[self.body['toStep']])
        self.after_sample()
        self.after('accept')

    # -- the county

    def countyVisit(self):
        """Of a file the county has."""
        self.needs('forward')
        if self.case.sample:
            self.after_sample()

    def after_sample(self):
        """Not before the draw."""
        if self.case.sample and self.on < self.case.sample['on']:
            self.why.add('STEP_TOO_EARLY')

    def alone(self):
        """Does a town decide by delegation? Not where the county has to visit."""
        return self.delegated and not self.case.may_visit_by_law()

    def sample_reasons(self):
        """The draw, and the visit of whoever it chose."""
        case = self.case
        if not case.chain['sample'] or self.alone():
            return
        if case.sample is None:
            self.why.add('STEP_OUT_OF_ORDER')
        elif 'countyVisit' not in case.day:
            (self.why.codes if case.sample['all'] else self.sample_codes).add('STEP_OUT_OF_ORDER')
        self.after_sample()

    def postCountyNotice(self):
        """After the county's own visits."""
        if self.case.chain is None:
            self.why.add('STEP_NOT_IN_PROCEDURE')
        if self.owes_after_acceptance('countyNotice'):
            self.once()
            self.needs('forward')
            self.sample_reasons()
            self.after('countyVisit')
        self.photo('noticeStartPhoto')

    def closeCountyNotice(self):
        """Seven full days."""
        if not self.owes_after_acceptance('countyNotice'):
            self.why.add('STEP_OUT_OF_ORDER')
        else:
            self.closes('postCountyNotice', 'closeCountyNotice')

    def confer(self):
        """The county's conference."""
        if self.case.chain is None:
            self.why.add('STEP_OUT_OF_ORDER')
        else:
            self.once()
            self.after('accept')
        if self.body['decision'] == 'help' and 'amountFen' not in self.body and self.case.chain and self.case.chain['confer']:
            self.why.add('AMOUNT_MISSING')

    def extendDeadline(self):
        """`total` of 低保 and 支出型 under R57, while it runs, within 45 working days."""
        case, clock = self.case, self.body['clock']
        if clock not in CLOCKS and clock not in ('serveDenial', 'review'):
            self.why.add('CLOCK_UNKNOWN', *(('STEP_OUT_OF_ORDER',) if case.chain is None else ()))
        elif clock != 'total' or case.chain is None or case.rules != 'R57' or case.application['benefit'] not in ('dibao', 'lowIncome'):
            self.why.add('CLOCK_NOT_EXTENDABLE', 'EXTENSION_INVALID', *(('STEP_OUT_OF_ORDER',) if case.chain is None else ()))
        elif self.body['to'] < next_day(case.day['accept'], 57) or self.body['to'] > next_day(case.day['accept'], 62) or self.on > next_day(case.day['accept'], 40) or self.on < case.day['accept']:
            self.why.add('EXTENSION_INVALID')
        self.after('accept')

    def withdraw(self):
        """Before the decision."""

    def terminate(self):
        """Between acceptance and decision."""
        self.needs('accept')

    # -- the decision

    def decision(self):
        """What a decision rests on."""
        case = self.case
        if case.chain is None:
            self.why.add('STEP_OUT_OF_ORDER')
            return False
        self.needs('accept')
        if self.unfiled() or case.disputed:
            self.why.add('STEP_OUT_OF_ORDER')
        if not case.chain['opinion']:
            return True
        self.needs('issueOpinion', *(('closeNotice',) if case.chain['notice'] else ()), *(() if self.alone() else ('forward',)), *(('closeCountyNotice',) if case.chain['countyNotice'] and self.step == 'confirm' else ()),
                   *(('confer',) if case.chain['confer'] else ()))
        if case.may_visit_by_law():
            self.needs('countyVisit')
        self.after('countyVisit')
        self.sample_reasons()
        if case.doubted and case.rules == 'R57' and 'countyVisit' not in case.day:
            self.undecided('doubtR57')
        self.after('disputeCheck', 'reviewCheck')
        if self.open_objections():
            self.why.add('STEP_OUT_OF_ORDER')
        if self.by in case.opinion_givers or self.by in case.visitors or self.by == case.accepted:
            self.why.add('SAME_PERSON')
        return True

    def deny(self):
        """Refuses help."""
        self.decision()

    def confirm(self):
        """What the rules give, or what the conference decided."""
        case, body = self.case, self.body
        if not self.decision():
            return
        if case.opinion == 'deny':
            self.why.add('OPINION_AGAINST')
        if case.conference and case.conference['decision'] == 'refuse':
            self.why.add('CONFERENCE_AGAINST')
        elif case.conference and case.chain['confer'] and case.conference.get('amountFen') != body['amountFen']:
            self.why.add('AMOUNT_DIFFERS')
        benefit = case.application['benefit']
        if benefit in STATUS and body['amountFen'] != 0:
            self.why.add('STATUS_PAYS_NOTHING')
        if self.cap is not None and body['amountFen'] > self.cap:
            self.why.add('DELEGATION_CAP')
        start = self.on[:7] if benefit in ONCE else case.day['submit'][:7] if benefit.startswith('disability') else month_after(self.on)
        self.amounts(start)

    def determined(self):
        """Do the rules give the amount? One case, one discussion only where the documents of the place print it (GX)."""
        variant = self.case.application.get('variant')
        return variant != 'emergency' and (variant != 'conference' or self.case.division.startswith('45'))

    def amounts(self, start):
        """Amount and persons as the rules give them; who holds it holds nothing that excludes it."""
        case, body = self.case, self.body
        if case.application.get('variant') == 'conference' and not self.determined():
            self.undecided('conferenceElsewhere')
        if not self.determined():
            return
        if case.facts != case.last_facts:
            self.undecided('takenBackFacts')
        given = self.county.rules_give(case, body.get('requests'), self.on)
        if 'refused' in given:
            self.why.add(given['refused'])
            return
        self.given = given
        fen, members = given['fen'], given['members']
        if not given['manual'] or case.application['benefit'] in STATUS:
            own = self.own_share(fen, members)
            if own is not None and body['persons'] == own[1]:
                fen, members = own[0], own[2]
            if body['persons'] != len(members):
                self.why.add('PERSONS_DIFFER')
            if body['amountFen'] != fen:
                self.why.add('AMOUNT_DIFFERS')
        self.members = members
        self.exclusive([self.county.id_of(case.county, member) for member in members], start)

    def own_share(self, fen, members):
        """R57 34: the shares of those who refused three jobs may be left out of an adjustment: (fen, persons, members)."""
        others = [member for member in members if self.case.refusals.get(member, 0) < REFUSALS]
        if self.step != 'adjust' or len(others) == len(members) or not others:
            return None
        return (2 * fen * len(others) + len(members)) // (2 * len(members)), len(others), others

    def exclusive(self, id_nos, start):
        """Does anybody hold, in a month from the start on, what excludes this benefit?"""
        benefit = self.case.application['benefit']
        for other in self.county.cases.values():
            if other is self.case or not other.changes or not excludes(benefit, other.application['benefit']):
                continue
            for id_no in id_nos:
                spans = other.held.get(id_no, ())
                if any(end is None or end > max(begin, start) for begin, end in spans):
                    self.why.add('BENEFITS_EXCLUSIVE')
                    if all(end is not None for begin, end in spans):
                        self.undecided('exclusiveMonths')

    # -- after the decision

    def after_decision(self):
        """What is told, published, filed."""
        case, step = self.case, self.step
        if case.ended is None:
            self.why.add('STEP_OUT_OF_ORDER')
        benefit, variant = case.application['benefit'], case.application.get('variant')
        self.after('confirm', 'deny')
        self.once()
        if step == 'serve' and len(case.changes) > 1:
            self.undecided('servedAgain')
        if step == 'publishResult':
            if case.chain is None:
                self.why.add('STEP_OUT_OF_ORDER', 'STEP_NOT_IN_PROCEDURE')
            elif not case.chain['publish']:
                self.why.add('STEP_NOT_IN_PROCEDURE')
        if step == 'fileRelief' and benefit != 'temporaryRelief' or step == 'completePapers' and variant != 'emergency':
            self.why.add('STEP_NOT_IN_PROCEDURE')
        if step == 'payRelief' and variant != 'emergency':
            self.why.add('STEP_NOT_IN_PROCEDURE')
        if step == 'serve' and not self.body['appealInfo']:
            self.why.add('APPEAL_INFO_MISSING')

    def reserve(self):
        """Relief on the spot: from the reserve of the town, not more than decided, not by who decided, proved (QS T30; §8 h)."""
        case, body = self.case, self.body
        if body['town'] != case.division[:9]:
            self.why.add('RESERVE_OTHER_TOWN')
        if self.cap is not None and body['fen'] > self.cap:
            self.why.add('DELEGATION_CAP')
        if case.ended == 'confirmed':
            if self.by == case.confirmer:
                self.why.add('SAME_PERSON')
            if body['fen'] > case.changes[0]['fen']:
                self.why.add('RELIEF_ABOVE_DECISION')
        cash = body['method'] == 'cash'
        if cash and not ('receiptNo' in body and 'reason' in body) or (cash or not body['signed']) and 'witness' not in body:
            self.why.add('RECEIPT_MISSING')

    def established_anew(self):
        """A step of the procedure after a confirmation: facts may be established anew while something is owed."""
        if self.step in ('visit', 'visitRemotely', 'interview', 'obtainLetter', 'authoriseCheck'):
            return
        if self.step in ('declareKin', 'fileNearRelative'):
            getattr(self, self.step)()
            return
        if self.step in ('requestCheck', 'startCheck', 'reportCheck'):
            if self.owes(self.checks()):
                self.needs({'requestCheck': 'authoriseCheck', 'startCheck': 'requestCheck', 'reportCheck': 'startCheck'}[self.step])
                if self.step != 'requestCheck' or 'reportCheck' not in self.case.day:
                    self.once()
            else:
                self.why.add('STEP_OUT_OF_ORDER')
        elif self.step in ASSESSMENTS:
            return
        elif self.step == 'raiseObjection' and self.case.stop_notice is not None:
            self.objects_to_stop()
        elif self.step == 'investigateObjection' and self.case.objections.get(self.body['objectionNo'], {}).get('stop'):
            self.investigateObjection()
        else:
            self.why.add('STEP_DONE')

    # -- R43 26: the end of 特困 is posted

    def objects_to_stop(self):
        """While that notice hangs."""
        notice = self.case.stop_notice
        if notice['closed'] is not None:
            self.why.add('NOTICE_CLOSED')
        if self.on < notice['posted']:
            self.why.add('STEP_TOO_EARLY')
        if self.body['objectionNo'] in self.case.objections:
            self.why.add('STEP_DONE')

    def postStopNotice(self):
        """After the last decision, and after whoever objected to the notice before was heard."""
        if self.case.stop_notice is not None:
            self.why.add('STEP_DONE')
        self.after('adjust', 'suspend', 'resume')
        if any(one.get('stop') and (one['open'] or self.on < one['heard']) for one in self.case.objections.values()):
            self.why.add('STEP_OUT_OF_ORDER', 'STEP_TOO_EARLY')
        self.photo('noticeStartPhoto')

    def closeStopNotice(self):
        """Seven full days."""
        notice = self.case.stop_notice
        if notice is not None:
            if notice['closed'] is not None:
                self.why.add('STEP_DONE')
            if self.on < notice['posted']:
                self.why.add('STEP_TOO_EARLY')
            if self.on < next_day(notice['posted'], 7):
                self.why.add('NOTICE_RUNNING')
        self.photo('noticeEndPhoto')

    def stop_posted(self, cause):
        """A stop of 特困 rests on a notice of its cause that is over, with everybody heard."""
        if self.case.application['benefit'] != 'tekun':
            return
        notice = self.case.stop_notice
        if notice is None or notice['closed'] is None or self.open_objections():
            self.why.add('STEP_OUT_OF_ORDER')
        if notice is not None:
            if self.on < notice['posted'] or self.on < (notice['closed'] or ''):
                self.why.add('STEP_TOO_EARLY')
            if notice['cause'] != cause:
                self.why.add('STOP_NOTICE_DIFFERS')

    # -- while something is owed

    def life(self):
        """Changes of a benefit that is owed."""
        case = self.case
        monthly = case.application['benefit'] not in ONCE | STATUS
        if case.ended != 'confirmed':
            # The documents name these while something is owed; a family tells of a change or a death while it applies too.
            if self.step in TOLD:
                getattr(self, self.step)()
            else:
                self.why.add('STEP_OUT_OF_ORDER', 'BENEFIT_NOT_ACTIVE', *(() if monthly and self.step != 'startGraduatedExit' else ('STEP_NOT_IN_PROCEDURE',)))
            return
        if self.step in TOLD:
            getattr(self, self.step)()
            return
        if self.on < case.day.get('confirm', ''):
            self.undecided('lifeBeforeDecision')
        if case.stopped or case.application['benefit'] in ONCE:
            self.why.add('BENEFIT_NOT_ACTIVE', *(() if monthly else ('STEP_NOT_IN_PROCEDURE',)))
            return
        self.after('confirm')
        if case.application['benefit'] in STATUS and self.step in ('adjust', 'suspend', 'resume', 'startGraduatedExit', 'endGraduatedExit'):
            self.why.add('STEP_NOT_IN_PROCEDURE')
            return
        getattr(self, self.step)()

    def reportChange(self):
        """At any time."""

    def reportDeath(self):
        """Once of a person."""
        if self.body['personId'] in self.case.dead:
            self.why.add('STEP_DONE')

    def scheduleReview(self):
        """For a later day."""
        if self.body['dueOn'] <= self.on:
            self.why.add('REVIEW_DUE_INVALID')

    def completeReview(self):
        """At any time."""

    def offerJob(self):
        """At any time."""

    def recordRefusal(self):
        """Of an offer to this person."""
        offer = self.case.offers.get((self.body['personId'], self.body['offerNo']))
        if offer is None:
            self.why.add('OFFER_UNKNOWN')
        elif self.on < offer:
            self.why.add('STEP_TOO_EARLY')
        if (self.body['personId'], self.body['offerNo']) in self.case.refused_offers:
            self.why.add('STEP_DONE')

    def month(self, ym):
        """From the month after the decision on, and not before what was decided for later."""
        if ym <= self.on[:7]:
            self.why.add('MONTH_PAID')
        if ym < self.case.changes[-1]['from']:
            self.why.add('MONTH_DECIDED')

    def not_suspended(self):
        """What is suspended is resumed first."""
        if self.case.suspended:
            self.why.add('BENEFIT_SUSPENDED')

    def adjust(self):
        """Up or down, as the rules give."""
        self.month(self.body['fromYm'])
        self.not_suspended()
        last = self.case.changes[-1]
        if (self.body['amountFen'], self.body['persons']) == (last['fen'], last['persons']):
            self.why.add('NOTHING_CHANGES')
        if self.cap is not None and self.body['amountFen'] > self.cap:
            self.why.add('DELEGATION_CAP')
        if self.case.application['benefit'] in STATUS and self.body['amountFen'] != 0:
            self.why.add('STATUS_PAYS_NOTHING')
        self.amounts(self.body['fromYm'])

    def suspend(self):
        """Nothing is paid."""
        self.month(self.body['fromYm'])
        if self.case.suspended:
            self.why.add('BENEFIT_SUSPENDED', 'STEP_DONE')

    def resume(self):
        """As before."""
        if not self.case.suspended:
            self.why.add('BENEFIT_NOT_SUSPENDED')
        self.month(self.body['fromYm'])

    def stop(self):
        """For good."""
        self.stop_posted(self.body['cause'])
        self.month(self.body['fromYm'])
        if self.body['fromYm'] < month_after(self.on) and self.body['cause'] in ('death', 'movedAway', 'custody', 'fraud', 'unreportedChange'):
            self.undecided('monthOfStop')
        if self.body['cause'] == 'jobRefusals':
            if max(self.case.refusals.values(), default=0) < REFUSALS:
                self.why.add('REFUSALS_TOO_FEW')
            elif self.case.changes[-1]['persons'] > 1 and sum(streak >= REFUSALS for streak in self.case.refusals.values()) < self.case.changes[-1]['persons']:
                self.why.add('OWN_SHARE_ONLY')

    def startGraduatedExit(self):
        """As the place prints, else as R83."""
        case, body = self.case, self.body
        if case.application['benefit'] != 'dibao':
            # R57 33, GX-2019-05-10 and process.md §4.1 speak of 低保.
            self.why.add('STEP_NOT_IN_PROCEDURE')
        self.month(body['fromYm'])
        self.not_suspended()
        if case.exiting:
            self.why.add('STEP_DONE')
        answer = self.county.rules_for_exit(case, body)
        if answer == 'REQUEST_NOT_COVERED':
            if self.on >= R83_FROM and body['months'] > R83_MONTHS:
                self.why.add('EXIT_TOO_LONG')
            if body['amountFen'] > (case.changes[-1]['fen'] or 0):
                self.why.add('EXIT_ABOVE')
        elif answer is not None:
            self.why.add(answer)

    def endGraduatedExit(self):
        """Of one that began."""
        if not self.case.exiting:
            self.why.add('STEP_OUT_OF_ORDER')
        else:
            self.after('startGraduatedExit')

    def transferCategory(self):
        """To another benefit."""
        self.stop_posted('categoryTransferred')
        self.month(self.body['ym'])
        if self.body['toBenefit'] == self.case.application['benefit']:
            self.why.add('TRANSFER_INVALID')

    # -- carried out

    def carry_out(self):
        """Changes the case; the events."""
        case, step, body = self.case, self.step, self.body
        case.day[step] = max(self.on, case.day.get(step, ''))
        handler = getattr(self, f'did_{step}', None)
        events = handler() if handler else None
        if step in ASSESSMENTS:
            self.did_assess()
        return events or [EVENT[step]]

    def did_reportLead(self):
        self.case.division = self.place()

    did_informPolicy = did_reportLead

    def place(self):
        """Where a lead lies: nobody asks here, access does."""
        return self.case.division or self.case.lead_place

    def did_submit(self):
        case = self.case
        case.application = dict(self.body)
        case.division = self.county.households[case.county, self.body['householdId']].division

    def did_notifyDeficiency(self):
        self.case.told = True

    def did_supplement(self):
        self.case.supplemented = True

    def did_accept(self):
        case = self.case
        case.accepted, case.rules = self.by, 'R220' if self.on <= '2021-06-30' else 'R57'
        case.chain = chain_of(case.application['benefit'], case.application.get('variant'), case.rules)

    def did_refuseAcceptance(self):
        self.case.ended = 'notAccepted'

    def did_declareKin(self):
        self.case.kin[self.body['staffId']] = self.on

    def did_fileNearRelative(self):
        self.case.filed_kin.add(self.body['staffId'])

    def did_requestCheck(self):
        for step in ('startCheck', 'reportCheck'):
            self.case.day.pop(step, None)

    def did_disputeCheck(self):
        self.case.disputed = self.case.doubted = True

    def did_reviewCheck(self):
        self.case.disputed = False

    def did_visit(self):
        self.case.visitors |= set(self.body['visitors'])

    def did_visitRemotely(self):
        self.did_visit()
        self.case.day['visit'] = max(self.on, self.case.day.get('visit', ''))

    def did_assess(self):
        kind = ASSESSMENTS[self.step]
        if kind == 'selfCare':
            failed = sum(not self.body[name] for name in ('eating', 'dressing', 'transfer', 'toilet', 'indoorWalking', 'washing'))
            level = 'full' if failed == 0 else 'partial' if failed <= 3 else 'lost'
            for facts in (self.case.facts, self.case.last_facts):
                facts.setdefault('selfCare', {})[self.body['personId']] = level
        else:
            self.case.facts[kind] = self.case.last_facts[kind] = self.body

    def did_issueOpinion(self):
        self.case.opinion = self.body['opinion']
        self.case.opinion_givers.add(self.by)

    def did_raiseObjection(self):
        self.case.objections[self.body['objectionNo']] = {'on': self.on, 'open': True, 'stop': self.case.stop_notice is not None}
        self.case.objected = True

    def did_investigateObjection(self):
        objection = self.case.objections[self.body['objectionNo']]
        objection.update(open=False, heard=self.on)
        if objection['stop']:
            self.case.stop_notice = None
        elif self.body['finding'] == 'founded':
            self.take_back('opinion')

    def did_return(self):
        self.take_back(self.body['toStep'])

    def take_back(self, to_step):
        """Everything from a step on."""
        case, taken = self.case, TAKEN_BACK[to_step]
        for step in taken:
            case.day.pop(step, None)
        for step, kind in ASSESSMENTS.items():
            if step in taken:
                case.facts.pop(kind, None)
        if 'issueOpinion' in taken:
            case.opinion = None
        if 'disputeCheck' in taken:
            case.disputed = False
        case.conference, case.sample = None, None

    def did_confer(self):
        self.case.conference = self.body

    def did_deny(self):
        self.case.ended = 'denied'

    def did_withdraw(self):
        self.case.ended = 'withdrawn'

    def did_terminate(self):
        self.case.ended = 'terminated'

    def did_confirm(self):
        case, benefit = self.case, self.case.application['benefit']
        case.ended, case.confirmer = 'confirmed', self.by
        start = self.on[:7] if benefit in ONCE else case.day['submit'][:7] if benefit.startswith('disability') else month_after(self.on)
        self.change(start, self.body['amountFen'], self.body['persons'], once=benefit in ONCE)
        self.hold(start)
        return ['AssistanceConfirmed', 'BenefitGranted', *(['BenefitStopped'] if benefit in ONCE else [])]

    def change(self, ym, fen, persons, **more):
        """A further decision on what is owed."""
        self.case.changes.append({'from': ym, 'fen': fen, 'persons': persons, **more})

    def hold(self, start):
        """Who holds the benefit from now on."""
        case = self.case
        holders = {self.county.id_of(case.county, member) for member in getattr(self, 'members', ())} if self.determined() else set()
        for id_no, spans in case.held.items():
            if id_no not in holders:
                end_spans(spans, start)
        for id_no in holders:
            spans = case.held.setdefault(id_no, [])
            if not spans or spans[-1][1] is not None:
                spans.append([start, month_after(start) if case.application['benefit'] in ONCE else None])

    def did_payRelief(self):
        self.case.day.pop('fileRelief', None)

    def did_postStopNotice(self):
        self.case.stop_notice = {'posted': self.on, 'closed': None, 'cause': self.body['cause']}

    def did_closeStopNotice(self):
        self.case.stop_notice['closed'] = self.on

    def did_completeReview(self):
        if self.body['result'] == 'keep':
            self.case.stop_notice = None

    def did_offerJob(self):
        self.case.offers[self.body['personId'], self.body['offerNo']] = self.on

    def did_recordRefusal(self):
        person = self.body['personId']
        self.case.refused_offers.add((person, self.body['offerNo']))
        self.case.refusals[person] = 0 if self.body['justified'] else self.case.refusals.get(person, 0) + 1

    def did_reportDeath(self):
        self.case.dead.add(self.body['personId'])

    def did_reportChange(self):
        return ['UnreportedChangeFound' if self.body['found'] else 'ChangeReported']

    def did_adjust(self):
        last = self.case.changes[-1]
        self.change(self.body['fromYm'], self.body['amountFen'], self.body['persons'])
        self.case.exiting = False
        self.hold(self.body['fromYm'])
        return ['BenefitReduced' if (self.body['amountFen'], self.body['persons']) < (last['fen'] or 0, last['persons']) else 'BenefitIncreased']

    def did_suspend(self):
        self.case.suspended = self.case.changes[-1]
        self.change(self.body['fromYm'], 0, self.case.suspended['persons'])

    def did_resume(self):
        before = self.case.suspended
        self.change(self.body['fromYm'], before['fen'], before['persons'])
        self.case.suspended = None

    def ends(self, ym):
        """Nothing is owed from a month on."""
        self.change(ym, None, 0)
        self.case.stopped = ym
        self.case.stop_notice = None
        for spans in self.case.held.values():
            end_spans(spans, ym)

    def did_stop(self):
        self.ends(self.body['fromYm'])

    def did_transferCategory(self):
        self.ends(self.body['ym'])
        return ['CategoryTransferred', 'BenefitStopped']

    def did_startGraduatedExit(self):
        self.change(self.body['fromYm'], self.body['amountFen'], self.body['persons'])
        self.case.exiting = True

    def did_endGraduatedExit(self):
        self.case.exiting = False


def end_spans(spans, ym):
    """Ends what is held, from a month on."""
    for span in spans:
        if span[1] is None:
            span[1] = ym
