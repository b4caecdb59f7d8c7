"""What is stated with each step by the generator of a county at work, and who works there."""
from datetime import date, timedelta

from procedure_tables import PERSON_BENEFITS, month_after

LEVEL = {'communityWorker': 12, 'townOperator': 9, 'townAuditor': 9}
SOURCES = ['hukou', 'vehicles', 'deposits', 'tax']


class Staff:
    """Two people in every role of every place."""
    roles = ['communityWorker', 'townOperator', 'townAuditor', 'countyOperator', 'countyAuditor', 'checkAgency', 'thirdParty', 'lineDepartment', 'finance', 'bank', 'cityRegistrar', 'leadingGroup', 'inspector', 'administrator']

    def __init__(self, r, communities):
        self.r, self.communities = r, communities

    def of(self, role, place, n=None):
        """Somebody of the role who is there for the place."""
        division = f'{place[:4]}00' if role == 'cityRegistrar' else place[:LEVEL.get(role, 6)]
        if len(division) < LEVEL.get(role, 6):
            division = self.communities[place[:6]][0][:LEVEL[role]]
        return {'staff': f'{role}-{division}-{n or (1 if self.r.random() < .75 else 2)}', 'role': role, 'division': division}


class Bodies:
    """What is stated."""

    def __init__(self, r, generator):
        self.r, self.g, self.number = r, generator, 0

    def of(self, step, story, case, on):
        """The statement of a step on a day."""
        self.number += 1
        return {'on': on, **getattr(self, step if step != 'return' else 'returned')(story, case, on)}

    def no(self, prefix):
        """A new number of the office."""
        return f'{prefix}-{self.number}'

    def profile(self, story):
        """What is so about the household."""
        return self.g.profiles[story.household]

    def members(self, story):
        """Present members with what is so about them."""
        present = self.g.county.households[story.county, story.household].members
        return {person: member for person, member in self.profile(story)['members'].items() if person in present}

    def anybody(self, story):
        """A member."""
        return self.r.choice(sorted(self.members(story)))

    def two(self, story, case, role='townOperator'):
        """Two who visit."""
        place = case.division or self.g.county.households[story.county, story.household].division
        return [self.g.staff.of(role, place, n)['staff'] for n in (1, 2)]

    def beneficiary(self, story):
        """Who the benefit may be for."""
        fits = {'orphan': 'orphanChild', 'unsupportedChild': 'leftChild', 'disabilityLiving': 'disabled', 'disabilityNursing': 'disabled', 'tekun': 'elder'}.get(story.benefit)
        found = [person for person, member in self.members(story).items() if member['kind'] == fits]
        return found[0] if found else self.anybody(story)

    # -- intake

    def reportLead(self, story, _case, _on):
        return {'source': 'neighbour', 'need': '收入不足', 'householdId': story.household}

    def informPolicy(self, _story, _case, _on):
        return {'channel': '入户讲解'}

    def submit(self, story, _case, _on):
        body = {'benefit': story.benefit, 'householdId': story.household, 'applicantId': self.anybody(story), 'channel': 'window', 'materials': ['申请书'], 'promise': True}
        if self.profile(story)['causes']:
            body['causes'] = self.profile(story)['causes']
        if story.variant:
            body['variant'] = story.variant
        elif self.r.random() < .03:
            body['variant'] = 'emergency'
        if story.benefit in PERSON_BENEFITS and self.r.random() > .04:
            body['beneficiaryId'] = self.beneficiary(story)
        return body

    def notifyDeficiency(self, _story, _case, _on):
        return {'missing': ['诊断证明']}

    def supplement(self, _story, _case, _on):
        return {'added': ['诊断证明']}

    def accept(self, _story, _case, _on):
        return {'receiptNo': self.no('S')}

    def refuseAcceptance(self, _story, _case, _on):
        return {'reason': '户籍不在本街道'}

    def declareKin(self, story, case, _on):
        return {'staffId': self.r.choice(self.two(story, case) + self.two(story, case, 'townAuditor') + self.two(story, case, 'countyAuditor')), 'relation': 'sibling'}

    def fileNearRelative(self, story, case, _on):
        return {'staffId': self.r.choice(sorted(case.kin) or self.two(story, case)), 'relation': 'sibling', 'filingNo': self.no('JQ')}

    # -- examination

    def authoriseCheck(self, story, _case, _on):
        return {'persons': sorted(self.members(story)), 'scope': SOURCES}

    def requestCheck(self, _story, _case, _on):
        return {'requestNo': self.no('HD'), 'sources': SOURCES}

    def startCheck(self, _story, _case, _on):
        return {}

    def reportCheck(self, _story, _case, on):
        return {'reportNo': self.no('HB'), 'asOf': on, 'conclusion': 'consistent', 'items': []}

    def disputeCheck(self, _story, _case, _on):
        return {'item': self.no('存款')}

    def reviewCheck(self, _story, _case, _on):
        return {'result': 'upheld', 'text': self.no('不影响结论')}

    def visit(self, story, case, _on):
        return {'visitNo': self.no('RH'), 'visitors': self.two(story, case), 'present': [], 'findings': '两居室'}

    def visitRemotely(self, story, case, _on):
        return {'visitNo': self.no('SP'), 'visitors': self.two(story, case), 'medium': '视频', 'findings': '两居室'}

    def interview(self, _story, _case, _on):
        return {'subject': '邻居', 'statement': self.no('没有上班')}

    def obtainLetter(self, _story, _case, _on):
        return {'unit': '原单位', 'reply': self.no('不再发放')}

    def assessIncome(self, story, _case, on):
        members = []
        for person, member in self.members(story).items():
            entry = {'personId': person, 'income': {'wagesFen': member['wages']} if member['wages'] else {}}
            if member['kind'] in ('adult', 'disabled'):
                entry['employed'] = member['wages'] > 0
            if 'labour' in member:
                entry['labour'] = member['labour']
            members.append(entry)
        body = {'members': members}
        if story.county == '450103':
            body['lookback'] = [{'ym': month_after(on, -back), 'incomeFen': sum(member['wages'] for member in self.members(story).values())} for back in range(1, 15)]
        return body

    def assessAssets(self, story, _case, _on):
        return {'compliant': self.profile(story)['compliant'], 'basis': self.no('限额内')}

    def assessRigidExpenditure(self, story, _case, _on):
        rigid = self.profile(story)['rigid']
        return {'items': [{'kind': 'medical', 'personId': self.anybody(story), 'monthlyFen': rigid}] if rigid else []}

    def assessSelfCare(self, story, case, _on):
        person = (case.application or {}).get('beneficiaryId') or self.anybody(story)
        if self.r.random() < .2 or person not in self.members(story):
            person = self.anybody(story)
        failed = self.members(story)[person]['selfCare']
        return {'personId': person, **{name: index >= failed for index, name in enumerate(('eating', 'dressing', 'transfer', 'toilet', 'indoorWalking', 'washing'))}, 'assessor': self.no('机构')}

    def assessCircumstances(self, story, _case, _on):
        members = []
        for person, member in self.members(story).items():
            entry = {'personId': person}
            if 'disability' in member:
                entry['disability'] = member['disability']
            if 'supporters' in member and (story.benefit == 'tekun' or member['kind'] == 'elder' and story.benefit != 'dibao'):
                entry.update(supporters=member['supporters'], incomeSource=False, care='dispersed')
            if member['kind'] == 'orphanChild':
                entry['orphan'] = 'dispersed'
            if member['kind'] == 'leftChild':
                entry['unsupportedChild'] = True
            if len(entry) > 1:
                members.append(entry)
        return {'members': members, **({'causes': self.profile(story)['causes']} if self.r.random() < .5 else {}), **({'lacksLabour': True} if self.r.random() < .2 else {})}

    # -- the town

    def review(self, _story, _case, _on):
        residents, total = self.r.choice([(2, 3), (2, 3), (4, 6), (3, 4), (1, 3), (2, 4)])
        participants = [{'name': f'甲{n}', 'role': 'resident' if n < residents else 'committee'} for n in range(total)]
        if self.r.random() < .08:
            participants[0]['kin'] = True
        return {'place': self.no('会议室'), 'participants': participants, 'agree': total - (1 if self.r.random() < .1 else 0), 'disagree': 0, 'abstain': 0}

    def issueOpinion(self, story, case, _on):
        deny = self.r.random() < .06
        return {'opinion': 'deny' if deny else 'approve', 'author': self.two(story, case)[0], 'reason': self.no('收入低于标准')}

    def photo(self, kind):
        return {} if self.r.random() < .04 else {'evidence': [{'sha256': '@start' if kind == 'noticeStartPhoto' else '@end', 'kind': kind}]}

    def postNotice(self, _story, _case, _on):
        return {'place': self.no('公示栏'), 'fields': ['name', 'members', 'amount'], **self.photo('noticeStartPhoto')}

    def closeNotice(self, _story, _case, _on):
        return self.photo('noticeEndPhoto')

    def raiseObjection(self, _story, case, _on):
        known = sorted(case.objections)
        return {'objectionNo': known[0] if known and self.r.random() < .2 else self.no('YY'), 'content': '有车'}

    def investigateObjection(self, _story, case, _on):
        known = sorted(case.objections)
        return {'objectionNo': self.r.choice(known) if known and self.r.random() < .85 else self.no('YY'), 'method': 'resurvey', 'finding': self.r.choice(['unfounded', 'unfounded', 'founded']), 'text': self.no('已核查')}

    def forward(self, _story, _case, _on):
        return {'fileList': [self.no('全部材料')]}

    def returned(self, _story, _case, _on):
        return {'toStep': self.r.choice(['accepted', 'verifying', 'opinion', 'notice']), 'reason': self.no('不清楚')}

    # -- the county

    def countyVisit(self, story, case, _on):
        return {'visitNo': self.no('CV'), 'visitors': self.two(story, case, 'countyOperator'), 'findings': '一致', 'agrees': True}

    postCountyNotice = postNotice
    closeCountyNotice = closeNotice

    def extendDeadline(self, _story, case, on):
        accepted = date.fromisoformat(case.day.get('accept', on))
        clock = self.r.choice(['total'] * 5 + ['survey', 'serveDenial', 'nonsense'])
        return {'clock': clock, 'to': (accepted + timedelta(self.r.choice([58, 60, 62, 20, 100]))).isoformat(), 'ground': 'complexCase'}

    def confer(self, story, case, _on):
        decision = 'refuse' if story.wants['conferRefuses'] else 'help'
        return {'attendees': self.two(story, case, 'countyAuditor') + self.two(story, case, 'countyOperator'), 'minutesRef': self.no('HY'), 'decision': decision, **({'amountFen': self.r.choice([100_000, 600_000])} if self.r.random() > .1 else {})}

    def given(self, story, case, on):
        """What the rules give, else something."""
        if case.application is None or not case.facts and story.benefit != 'temporaryRelief':
            return 50_000, 1
        if case.application.get('variant') == 'conference':
            return (case.conference or {}).get('amountFen', 70_000), len(self.members(story))
        if case.application.get('variant') == 'emergency':
            return self.r.choice([50_000, 150_000, 300_000]), len(self.members(story))
        given = self.g.county.rules_give(case, story.requests, on)
        if 'refused' in given:
            return 50_000, len(self.members(story))
        return given['fen'] if case.application['benefit'] != 'lowIncome' else 0, len(given['members'])

    def requests(self, story, case):
        """What is asked for besides the monthly benefits."""
        if story.benefit == 'medicalRelief':
            return {'medicalRelief': {'member': (case.application or {}).get('beneficiaryId', self.anybody(story)), 'costFen': self.r.choice([100_000, 3_000_000]), 'paidThisYearFen': 0}}
        if story.variant == 'conference' and story.county == '450103' and case.conference:
            return {'oneCaseRelief': {'proposedFen': case.conference.get('amountFen', 0), 'paidThisYearFen': 0}}
        if story.variant == 'expenditure' and story.county == '360111':
            return {'temporaryRelief': {'uplift': self.r.choice(['0', '0.25', '0.5']), 'paidThisYearFen': 0, 'timesThisYear': 0}}
        return None

    def confirm(self, story, case, on):
        story.requests = self.requests(story, case)
        amount, persons = self.given(story, case, on)
        return {'decisionNo': self.no('D'), 'amountFen': amount, 'persons': persons, **({'requests': story.requests} if story.requests else {})}

    def deny(self, _story, _case, _on):
        return {'decisionNo': self.no('B'), 'reasonCode': 'incomeAbove', 'reasonText': '收入高于标准'}

    def serve(self, _story, _case, _on):
        return {'method': 'inPerson', 'appealInfo': self.r.random() > .1}

    def publishResult(self, _story, _case, _on):
        return {'place': self.no('公示栏'), 'fields': ['name', 'members', 'amount']}

    def withdraw(self, _story, _case, _on):
        return {'reason': self.no('找到工作')}

    def terminate(self, _story, _case, _on):
        return {'ground': 'uncooperative', 'reason': self.no('不配合')}

    def fileWithCity(self, _story, _case, _on):
        return {'filingNo': self.no('BA')}

    def fileRelief(self, _story, _case, _on):
        return {'filingNo': self.no('LS')}

    def payRelief(self, _story, case, _on):
        fen = case.changes[0]['fen'] if case.changes else 50_000
        cash = self.r.random() < .5
        body = {'town': (case.division or '360111003')[:9] if self.r.random() < .95 else '360111999', 'fen': fen + self.r.choice([0, 0, 0, 0, 1, -1000]), 'method': 'cash' if cash else 'goods', 'receiver': '户主', 'signed': self.r.random() < .9}
        if cash and self.r.random() < .95:
            body.update(witness='邻居', receiptNo=self.no('SJ'), reason='银行停业')
        return body

    def completePapers(self, _story, _case, _on):
        return {'cause': '失火', 'object': self.no('一家'), 'signatures': ['申请人', '经办人']}

    # -- while something is owed

    def reportChange(self, _story, _case, on):
        return {'kind': 'income', 'happenedOn': on, 'text': self.no('工资'), 'found': self.r.random() < .3}

    def reportDeath(self, story, _case, on):
        return {'personId': self.anybody(story), 'diedOn': on, 'source': self.no('家属')}

    def scheduleReview(self, _story, _case, on):
        return {'class': self.r.choice('ABC'), 'dueOn': (date.fromisoformat(on) + timedelta(self.r.choice([0, 30, 180, -1]))).isoformat()}

    def completeReview(self, _story, _case, _on):
        return {'result': 'keep', 'reportNo': self.no('HB')}

    def offerJob(self, story, _case, _on):
        return {'personId': sorted(self.members(story))[0], 'offerNo': self.no('GW'), 'post': '保洁', 'suited': True}

    def recordRefusal(self, story, case, _on):
        known = sorted(case.offers)
        person, offer = known[-1] if known and self.r.random() < .9 else (self.anybody(story), 'GW-none')
        return {'personId': person, 'offerNo': offer, 'reason': self.no('嫌远'), 'justified': self.r.random() < .1}

    def from_month(self, case, on):
        """Mostly the next month."""
        ym = month_after(on, self.r.choice([1, 1, 1, 1, 1, 1, 2, 0, 4]))
        if case.changes and self.r.random() < .8:
            ym = max(ym, case.changes[-1]['from'])
        return ym

    def adjust(self, story, case, on):
        amount, persons = self.given(story, case, on)
        return {'decisionNo': self.no('T'), 'amountFen': amount, 'persons': persons, 'fromYm': self.from_month(case, on), 'cause': '收入变化'}

    def suspend(self, _story, case, on):
        return {'decisionNo': self.no('Z'), 'fromYm': self.from_month(case, on), 'cause': '失去联系'}

    def resume(self, _story, case, on):
        return {'decisionNo': self.no('R'), 'fromYm': self.from_month(case, on), 'cause': '已联系上'}

    def cause(self):
        """Why a benefit ends."""
        return self.r.choice(['incomeAbove', 'movedAway', 'jobRefusals', 'ownRequest'])

    def postStopNotice(self, _story, _case, _on):
        cause = self.r.choice(['categoryTransferred', 'incomeAbove', 'ownRequest', 'ownRequest', self.cause()])
        return {'place': self.no('公示栏'), 'fields': ['name', 'opinion'], 'cause': cause, 'reason': '不再符合', **self.photo('noticeStartPhoto')}

    closeStopNotice = closeNotice

    def stop(self, _story, case, on):
        cause = self.cause()
        if case.stop_notice is not None and self.r.random() < .85:
            cause = case.stop_notice['cause']
        return {'decisionNo': self.no('F'), 'fromYm': self.from_month(case, on), 'cause': cause, 'reason': '不再符合'}

    def startGraduatedExit(self, _story, case, on):
        owed = (case.changes[-1]['fen'] or 0) if case.changes else 0
        return {'decisionNo': self.no('J'), 'fromYm': self.from_month(case, on), 'months': self.r.choice([2, 6, 6, 8, 12]), 'amountFen': max(0, owed + self.r.choice([0, 0, -5_000, 100])), 'persons': case.changes[-1]['persons'] or 1 if case.changes else 1}

    def endGraduatedExit(self, _story, _case, _on):
        return {}

    def transferCategory(self, story, case, on):
        return {'toBenefit': self.r.choice(['tekun', 'dibao', 'lowIncome']), 'toCaseId': self.no('N'), 'ym': self.from_month(case, on)}
