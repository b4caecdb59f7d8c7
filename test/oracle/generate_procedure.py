#!/usr/bin/env python3
"""Seeded generator of a county at work: generate_procedure.py --seed N --acts M > SIMULATION.jsonl

Households of Qingshanhu (360111) and Guangxi (450103) apply, are examined, get benefits and lose them, from 2019 to 2023; between the lawful
acts stand unlawful ones of every kind. First a header, then an act a line with what the model (`procedure_oracle`) expects of it, then how
every case ends. All invented.
"""
import argparse
import json
import random
import sys
from datetime import date, timedelta

from procedure_acts import Bodies, Staff
from procedure_oracle import County, Household
from procedure_tables import ACCESS, ASSESSMENTS, LIFE, PERMISSION, PERSON_BENEFITS, STEPS, TODAY, month_after

COMMUNITIES = {'360111': ['360111003001', '360111003002', '360111100001'], '450103': ['450103001001', '450103002001']}
FIRST, LAST = date(2019, 1, 7), date(2023, 9, 30)
VALUES = {
    '360111': {'2018-01-01': {'dibao.std': '580', 'teku.std': '760', 'disab.living': '50', 'disab.nursing': '50', 'wage.min': '1580', 'care.full': '0.8', 'care.half': '0.2', 'orphan.dispersed': '900', 'orphan.inst': '1300',
                              'temp.base': '1200', 'temp.cap': '4000', 'temp.times': '1', 'med.relief.ratio': '0.7', 'med.relief.cap': '20000'},
               '2019-01-01': {'dibao.std': '670', 'teku.std': '871'}, '2020-01-01': {'dibao.std': '735', 'teku.std': '956', 'wage.min': '1680'}, '2021-07-01': {'dibao.std': '800', 'teku.std': '1040.5', 'wage.min': '1850'}},
    '450103': {'2018-01-01': {'dibao.std': '650', 'teku.std': '845', 'wage.min': '1680', 'care.full': '0.6', 'care.half': '0.3', 'lowinc.line': '1000', 'orphan.dispersed': '900', 'orphan.inst': '1350', 'disab.living': '90',
                              'disab.nursing': '95', 'med.relief.ratio': '0.75', 'med.relief.cap': '20000', 'temp.onecase.cap': '50000'},
               '2020-01-01': {'dibao.std': '740', 'teku.std': '962'}, '2021-07-01': {'dibao.std': '810.5', 'teku.std': '1060'}},
}
BENEFITS = ['dibao'] * 9 + ['tekun'] * 4 + ['lowIncome'] * 3 + ['temporaryRelief'] * 5 + ['disabilityLiving'] * 2 + ['disabilityNursing'] * 2 + ['orphan', 'unsupportedChild', 'unsupportedChild', 'medicalRelief', 'medicalRelief', 'housing']


def citizen_number(division, birth, serial):
    """GB 11643 of somebody who does not exist."""
    digits = f"{division}{birth.replace('-', '')}{serial:03}"
    return digits + '10X98765432'[sum(weight * int(digit) for weight, digit in zip((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), digits)) % 11]


class Story:
    """One case on its way, and what its household is like."""

    def __init__(self, case, county, household, benefit, r, on):
        self.case, self.county, self.household, self.benefit, self.ready = case, county, household, benefit, on
        self.variant = r.choice(['expenditure', 'expenditure', 'emergency', 'emergency', 'conference']) if benefit == 'temporaryRelief' else None
        self.wants = {'lead': r.random() < .3, 'deficiency': r.random() < .2, 'dispute': r.random() < .15, 'objection': r.random() < .2, 'kin': r.random() < .12, 'return': r.random() < .2, 'review': r.random() < .5,
                      'extend': r.random() < .7, 'deny': r.random() < .04, 'refuse': r.random() < .04, 'withdraw': r.random() < .03, 'terminate': r.random() < .03, 'conferRefuses': r.random() < .15, 'delegate': r.random() < .5}
        self.life = r.randrange(2, 14)
        self.requests = None
        self.stop_objected = False
        self.done = False


class Generator:
    """Makes the acts of one seed."""

    def __init__(self, seed, most, with_open=False):
        self.r, self.seed, self.most, self.with_open = random.Random(seed), seed, most, with_open
        published = [{'key': key, 'code6': code, 'value': value, 'validFrom': start, 'basis': '示例文件'} for code, starts in VALUES.items() for start, values in starts.items() for key, value in values.items()]
        self.county, self.acts, self.stories, self.today = County(published), [], [], FIRST
        self.staff, self.bodies = Staff(self.r, COMMUNITIES), Bodies(self.r, self)
        self.households, self.serial, self.cases, self.keyed, self.sent, self.drawn, self.profiles = [], 0, 0, {}, {}, 0, {}
        self.paid = {}

    def run(self):
        """All acts."""
        for code, starts in VALUES.items():
            entries = [{'key': key, 'value': value, 'division': code, 'from': start, 'basis': '示例文件'} for start, values in starts.items() for key, value in values.items()]
            self.office('publish', {'entries': entries})
        self.delegate('WT-1', '360111003', ['case.confirm', 'case.deny', 'case.stop', 'case.adjust'], 150_000)
        self.delegate('WT-2', '450103001', ['case.confirm', 'case.payRelief'], None)
        revoke_at = self.r.randrange(self.most // 2, self.most)
        pace = (LAST - FIRST).days / self.most
        while len(self.acts) < self.most:
            if self.today < LAST and self.r.random() < min(1, pace):
                self.today += timedelta(1 + self.r.randrange(max(1, round(pace))))
            if len(self.acts) >= revoke_at and not self.county.delegations['WT-2']['revoked']:
                self.county.delegations['WT-2']['revoked'] = True
                self.office('revoke', {'delegationId': 'WT-2', 'reason': '收回'})
            self.turn()
        return self

    @property
    def on(self):
        """The day."""
        return self.today.isoformat()

    def office(self, kind, body):
        """An act of the office that is always done."""
        self.acts.append({'n': len(self.acts), 'kind': kind, 'body': body, 'expect': {'outcome': 'recorded'}})

    def delegate(self, number, town, permissions, cap):
        """A delegation to the auditors of a town."""
        body = {'delegationId': number, 'fromDivision': town[:6], 'toDivision': town, 'toRole': 'townAuditor', 'permissions': permissions, 'validFrom': '2019-01-01', 'basis': '示例文件', **({'amountCapFen': cap} if cap else {})}
        self.county.delegations[number] = {**body, 'revoked': False}
        self.office('grant', body)

    # -- people

    def register(self, code):
        """A household: members by kinds, mostly poor; some are known to the other county too."""
        r = self.r
        division, name = r.choice(COMMUNITIES[code]), f'H{len(self.households) + 1:03}'
        kinds = r.choice([['adult', 'adult', 'child'], ['adult', 'child'], ['elder'], ['elder', 'elder'], ['disabled'], ['adult', 'disabled'], ['orphanChild', 'elder'], ['leftChild', 'elder'], ['adult', 'adult', 'child', 'elder'], ['adult']])
        profile = {}
        for index, kind in enumerate(kinds):
            self.serial += 1
            year = {'adult': r.randrange(1975, 1995), 'child': r.randrange(2005, 2018), 'elder': r.randrange(1938, 1958), 'disabled': r.randrange(1962, 1998), 'orphanChild': r.randrange(2006, 2015), 'leftChild': r.randrange(2004, 2015)}[kind]
            birth = f'{year}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}'
            profile[f'{name}-{index + 1}'] = self.person(kind, birth, citizen_number(code, birth, self.serial % 1000))
        if r.random() < .15 and self.households:
            self.copy_citizens(profile)
        return self.compose(code, division, name, profile)

    def copy_citizens(self, profile):
        """The members are citizens whom another household has already, under other numbers."""
        _, _, other = self.r.choice(self.households)
        originals = list(self.profiles[other]['members'].values())
        for name, original in zip(list(profile), originals):
            profile[name] = dict(original)

    def person(self, kind, birth, id_no):
        """What is so about a person."""
        r = self.r
        member = {'birth': birth, 'idNo': id_no, 'kind': kind, 'counted': r.random() > .03, 'wages': 0}
        if kind == 'adult':
            member['wages'] = r.choice([0, 0, 0, 30_000, 60_000, 60_000, 90_000, 130_000, 134_000, 201_000, 200_999, r.randrange(300_000)])
            member['labour'] = 'full' if member['wages'] or r.random() < .6 else 'none'
        elif kind in ('elder', 'disabled'):
            member['labour'] = r.choice(['none', 'none', 'none', 'none', 'partial'])
            member['supporters'] = r.choice(['none', 'unable', 'none', 'unable', 'able'])
        if kind == 'disabled':
            member['disability'] = {'type': r.choice(['limb', 'mental', 'sight', 'intellectual']), 'grade': r.choice([1, 2, 2, 3])}
        member['selfCare'] = r.choice([0, 0, 2, 5])
        return member

    def compose(self, code, division, name, profile):
        """Registers the persons and the household."""
        operator = self.staff.of('townOperator', division)
        for person, member in profile.items():
            self.county.people[code, person] = {'idNo': member['idNo'], 'birth': member['birth']}
            self.registered('person', code, operator, {'personId': person, 'idNo': member['idNo'], 'name': '示例'})
        household = Household(division)
        household.members = {person: member['counted'] for person, member in profile.items()}
        if not any(household.members.values()):
            first = next(iter(profile))
            household.members[first] = profile[first]['counted'] = True
        self.county.households[code, name] = household
        self.registered('household', code, operator, {'householdId': name, 'headId': next(iter(profile)), 'town': division[:9], 'community': division,
                                                      'members': [{'personId': person, 'relation': '成员', 'counted': counted} for person, counted in household.members.items()]})
        self.profiles[name] = {'members': profile, 'causes': self.r.sample(['illness', 'disability', 'schooling', 'unemployment', 'oldAge', 'other'], self.r.randrange(0, 3)), 'compliant': self.r.random() < .92,
                               'rigid': self.r.choice([0, 0, 20_000, 60_000])}
        self.households.append((code, division, name))
        return code, division, name

    def registered(self, kind, code, who, body):
        """An act of the register."""
        self.acts.append({'n': len(self.acts), 'kind': kind, 'county': code, 'as': who, 'body': body, 'expect': {'outcome': 'recorded'}})

    # -- the course of things

    def turn(self):
        """One thing that happens."""
        r = self.r
        waiting = [code for code in COMMUNITIES if self.county.waiting(code)]
        if r.random() < (.25 if waiting else .004):
            self.draw(r.choice(waiting or list(COMMUNITIES)))
            return
        ready = [story for story in self.stories if not story.done and story.ready <= self.today]
        running = [story for story in self.stories if not story.done]
        if len(running) < 14 and (not ready or r.random() < .15):
            self.begin()
        elif not ready:
            self.today += timedelta(1)
            if self.today > LAST:
                self.today = LAST
                self.begin()
        else:
            self.go_on(r.choice(ready))

    def begin(self):
        """A household applies, perhaps again, perhaps elsewhere."""
        r = self.r
        if not self.households or r.random() < .55:
            code, division, name = self.register(r.choice(['360111', '360111', '450103']))
        else:
            code, division, name = r.choice(self.households)
        self.cases += 1
        self.stories.append(Story(f'C{self.cases:04}', code, name, self.fitting(name), r, self.today))

    def fitting(self, name):
        """Mostly a benefit that may fit."""
        kinds = {member['kind'] for member in self.profiles[name]['members'].values()}
        if self.r.random() < .5:
            for kind, benefits in (('orphanChild', ['orphan', 'disabilityNursing']), ('leftChild', ['unsupportedChild']), ('disabled', ['disabilityNursing', 'disabilityLiving', 'dibao', 'tekun']), ('elder', ['tekun', 'dibao'])):
                if kind in kinds:
                    return self.r.choice(benefits)
        return self.r.choice(BENEFITS)

    def draw(self, code):
        """The county draws."""
        r = self.r
        if self.drawn and r.random() < .1:
            known = r.choice([number for number in self.county.draws] or [None])
        else:
            known = None
        if known:
            body = {'county': known[0], 'drawNo': known[1], 'on': self.on}
        else:
            self.drawn += 1
            body = {'county': code, 'drawNo': f'CY-{self.drawn}', 'on': self.on, **r.choice([{}, {'ratePpm': 300_000}, {'ratePpm': 1_000_000}, {'ratePpm': 500_000}, {'ratePpm': 200_000}])}
        who = self.staff.of('countyOperator', body['county'])
        if r.random() < .08:
            wrong = self.staff.of(r.choice(['countyAuditor', 'townOperator']), body['county'])
            self.acts.append({'n': len(self.acts), 'kind': 'draw', 'county': body['county'], 'as': wrong, 'body': body, 'expect': {'outcome': 'refused', 'codes': ['ROLE_FORBIDDEN', 'DIVISION_FORBIDDEN']}})
        answer, population = self.county.draw({'body': body})
        self.acts.append({'n': len(self.acts), 'kind': 'draw', 'county': body['county'], 'as': who, 'body': body, 'expect': answer, **({'population': population} if population else {})})

    def go_on(self, story):
        """Something unlawful perhaps, then the next step."""
        case = self.case(story)
        planned = self.next_act(story, case)
        if self.r.random() < .45:
            self.unlawful(story, case, planned)
        if planned is not None and len(self.acts) < self.most:
            if self.r.random() < .06:
                self.step({**planned, 'ifMatch': 'stale'})
            if self.r.random() < .1:
                planned['ifMatch'] = 'current'
            if self.r.random() < .1:
                planned['key'] = f'K{len(self.acts)}'
            self.step(planned)
        story.ready = self.today + timedelta(self.r.choice([0, 0, 0, 1, 1, 2, 4]) if case.ended is None else self.r.randrange(0, 30))

    def case(self, story):
        """The model's case."""
        from procedure_oracle import Case
        return self.county.cases.setdefault((story.county, story.case), Case(story.case, story.county))

    def step(self, act):
        """Adds a step with what is expected, unless only chance would decide."""
        malformed = act.get('malformed')
        asked = self.county.take(act, commit=False)
        if asked.get('forks') or asked.get('open') and not self.with_open:
            return False
        expect = self.county.take(act)
        case = self.county.cases[act['county'], act['case']]
        self.acts.append({'n': len(self.acts), 'kind': 'step', **{name: value for name, value in act.items() if name != 'malformed'}, 'expect': expect})
        if expect['outcome'] == 'recorded':
            self.sent.setdefault(case.key, []).append(act)
            if act.get('key'):
                self.keyed.setdefault(case.key, []).append(act)
        return not malformed

    def act(self, story, step, who=None, on=None, **more):
        """A step of a story by somebody who may."""
        case = self.case(story)
        home = self.county.households[story.county, story.household].division
        place = home if case.application is None and (step == 'submit' or case.division is None) else case.division
        role = ('lineDepartment' if story.benefit in ('medicalRelief', 'housing') else 'countyAuditor') if step in ('confirm', 'deny') and self.r.random() < .97 else self.role(step)
        body = self.bodies.of(step, story, case, on or self.on)
        body.update(more)
        return {'case': story.case, 'county': story.county, 'as': who or self.staff.of(role, place), 'step': step, 'body': body}

    def role(self, step):
        """A role that has the step."""
        return self.r.choice(sorted(ACCESS[PERMISSION[step]][0]))

    # -- what is due

    def next_act(self, story, case):
        """The next lawful step; None where only time passes or the story ends."""
        r, wants = self.r, story.wants
        if case.application is None:
            if wants['lead'] and not case.exists:
                return self.act(story, 'reportLead')
            if wants['lead'] and 'informPolicy' not in case.day and self.r.random() < .7:
                return self.act(story, 'informPolicy')
            return self.act(story, 'submit')
        if case.ended == 'confirmed':
            return self.life(story, case)
        if case.ended is not None:
            if case.ended == 'denied' and 'serve' not in case.day:
                return self.act(story, 'serve')
            story.done = True
            return None
        if case.accepted is None:
            return self.intake(story, case)
        if wants['withdraw'] and r.random() < .1:
            return self.act(story, 'withdraw')
        if wants['terminate'] and r.random() < .1:
            return self.act(story, 'terminate')
        if wants['kin'] and not case.kin:
            return self.act(story, 'declareKin')
        if case.kin and not case.filed_kin and r.random() < .5:
            return self.act(story, 'fileNearRelative', staffId=next(iter(case.kin)))
        if wants['return'] and case.opinion and r.random() < .15:
            wants['return'] = False
            return self.act(story, 'return')
        if wants['extend'] and case.rules == 'R57' and story.benefit in ('dibao', 'lowIncome'):
            wants['extend'] = False
            return self.act(story, 'extendDeadline')
        return self.examined(story, case)

    def intake(self, story, case):
        """Before acceptance."""
        wants = story.wants
        if wants['deficiency'] and not case.told:
            return self.act(story, 'notifyDeficiency')
        if case.told and not case.supplemented:
            return self.act(story, 'supplement')
        if wants['refuse']:
            return self.act(story, 'refuseAcceptance')
        return self.act(story, 'accept')

    def examined(self, story, case):
        """Between acceptance and decision."""
        chain, day, r = case.chain, case.day, self.r
        due = []
        if chain['check']:
            due += [step for step in ('authoriseCheck', 'requestCheck', 'startCheck', 'reportCheck') if step not in day][:1]
            if story.wants['dispute'] and 'reportCheck' in day and 'disputeCheck' not in day and case.opinion is None:
                due.append('disputeCheck')
            if case.disputed:
                due.append('reviewCheck')
        if chain['visit'] and 'visit' not in day:
            due.append(r.choice(['visit', 'visit', 'visitRemotely']))
        extra = ['rigid', 'circumstances'] if story.benefit in ('dibao', 'tekun', 'lowIncome') else ['income', 'assets', 'circumstances'] if story.benefit in ('medicalRelief', 'disabilityLiving', 'unsupportedChild') else ['income', 'circumstances', 'assets']
        if chain['opinion'] and case.opinion is None:
            for step, kind in ASSESSMENTS.items():
                if kind not in case.facts and (kind in chain['assess'] or kind in extra) and (kind != 'selfCare' or True):
                    due.append(step)
            if not due and chain['review'] != 'none' and 'review' not in day and (chain['review'] == 'required' or story.wants['review'] and (chain['review'] == 'optional' or case.objected)):
                due.append('review')
            if not due:
                opinion = self.act(story, 'issueOpinion')
                missing = [step for step, kind in ASSESSMENTS.items() if kind not in case.facts]
                if 'FACTS_NOT_ESTABLISHED' not in self.county.take(opinion, commit=False).get('codes', ()) or r.random() < .1:
                    return opinion
                return self.act(story, r.choice(missing)) if missing else self.act(story, 'issueOpinion', opinion='deny')
        if due:
            return self.act(story, r.choice(due))
        return self.noticed(story, case)

    def noticed(self, story, case):
        """From the opinion to the county."""
        chain, day = case.chain, case.day
        number = next((number for number, one in case.objections.items() if one['open']), None)
        if number is not None:
            return self.act(story, 'investigateObjection', objectionNo=number)
        if chain['notice'] and 'closeNotice' not in day:
            if 'postNotice' not in day:
                return self.act(story, 'postNotice')
            if story.wants['objection'] and not case.objected:
                return self.act(story, 'raiseObjection')
            if (self.today - date.fromisoformat(day['postNotice'])).days < 7:
                return None
            return self.act(story, 'closeNotice')
        if chain['opinion'] and 'forward' not in day:
            delegated = any(case.division.startswith(one['toDivision']) and not one['revoked'] for one in self.county.delegations.values())
            if story.wants['delegate'] and delegated:
                story.wants['delegate'] = self.r.random() < .5
                return self.decided(story, case, self.staff.of('townAuditor', case.division, n=2))
            return self.act(story, 'forward')
        if chain['sample'] and case.sample is None:
            return None
        if 'countyVisit' not in day and 'forward' in day and (case.may_visit_by_law() or case.sample or case.doubted):
            act = self.act(story, 'countyVisit')
            return act if case.may_visit_by_law() or case.doubted or case.sample and case.sample['all'] else {**act, 'onlyIf': {'selected': True}}
        if chain['countyNotice'] and 'closeCountyNotice' not in day:
            if 'postCountyNotice' not in day:
                return self.act(story, 'postCountyNotice')
            return self.act(story, 'closeCountyNotice') if (self.today - date.fromisoformat(day['postCountyNotice'])).days >= 7 else None
        if chain['confer'] and 'confer' not in day:
            return self.act(story, 'confer')
        return self.decided(story, case, None)

    def decided(self, story, case, who):
        """What the rules give, or a denial."""
        for _attempt in range(0 if story.wants['deny'] else 4):
            act = self.act(story, 'confirm', who)
            if self.lawful(act):
                return act
        act = self.act(story, 'deny', who)
        return act if self.lawful(act) or self.r.random() < .3 else self.act(story, 'withdraw' if who is None else 'forward')

    def lawful(self, act):
        """Does the model take it, whatever the draw and the open questions?"""
        asked = self.county.take(act, commit=False)
        return asked['outcome'] == 'recorded' and not asked.get('forks') and not asked.get('open')

    def life(self, story, case):
        """While something is owed, and after."""
        r, day = self.r, case.day
        if story.variant == 'emergency' and 'payRelief' not in day and 'completePapers' not in day and r.random() < .8:
            return self.act(story, 'payRelief', self.staff.of('countyAuditor', case.division, n=2 if (case.confirmer or '').endswith('-1') else 1))
        for step, owed in (('serve', True), ('publishResult', case.chain['publish']), ('fileRelief', story.benefit == 'temporaryRelief'), ('completePapers', story.variant == 'emergency'), ('fileWithCity', r.random() < .1)):
            if owed and step not in day:
                return self.act(story, step)
        if case.stopped or story.benefit in ('temporaryRelief', 'medicalRelief', 'housing'):
            story.done = True
            return None
        story.life -= 1
        if story.life < 0 and story.benefit == 'tekun':
            return self.end_of_tekun(story, case)
        if story.life < 0:
            return self.act(story, r.choice(['stop', 'stop', 'stop', 'transferCategory']))
        if r.random() < .08 and len(self.county.households[story.county, story.household].members) > 1:
            self.dies(story, case)
            return None
        if r.random() < .3:
            return self.reassessed(story, case)
        if case.exiting and r.random() < .5:
            return self.act(story, 'endGraduatedExit')
        if case.suspended and r.random() < .6:
            return self.act(story, 'resume')
        return self.act(story, r.choice(['reportChange', 'scheduleReview', 'completeReview', 'offerJob', 'recordRefusal', 'recordRefusal', 'recordRefusal', 'suspend', 'startGraduatedExit', 'adjust', 'reportDeath']))

    def end_of_tekun(self, story, case):
        """Posted, perhaps objected to and posted anew, then decided (R43 26)."""
        number = next((number for number, one in case.objections.items() if one['open']), None)
        if number is not None:
            return self.act(story, 'investigateObjection', objectionNo=number)
        notice = case.stop_notice
        if notice is None:
            return self.act(story, 'postStopNotice')
        if notice['closed'] is None:
            if not story.stop_objected and self.r.random() < .3:
                story.stop_objected = True
                return self.act(story, 'raiseObjection')
            return None if (self.today - date.fromisoformat(notice['posted'])).days < 7 else self.act(story, 'closeStopNotice')
        return self.act(story, 'transferCategory' if notice['cause'] == 'categoryTransferred' else 'stop')

    def reassessed(self, story, case):
        """The income changes, then the amount."""
        profile = self.profiles[story.household]
        for member in profile['members'].values():
            if member['kind'] == 'adult':
                member['wages'] = self.r.choice([0, 40_000, 90_000, 134_000, 260_000, 400_000])
                member['labour'] = 'full'
        self.step(self.act(story, 'assessIncome'))
        return self.act(story, 'adjust')

    def dies(self, story, case):
        """A member dies and leaves the household."""
        household = self.county.households[story.county, story.household]
        person = self.r.choice(sorted(household.members))
        if sum(household.members.values()) - household.members[person] < 1:
            return
        self.step(self.act(story, 'reportDeath', personId=person))
        body = {'householdId': story.household, 'change': 'left', 'on': self.on, 'personId': person, 'relation': '成员', 'counted': household.members[person]}
        act = {'kind': 'member', 'county': story.county, 'body': body}
        self.county.member_change(act)
        self.registered('member', story.county, self.staff.of('townOperator', household.division), body)
        if self.r.random() < .7:
            self.step(self.act(story, 'adjust'))

    # -- what is not lawful

    def unlawful(self, story, case, planned):
        """Some mistake, or simply something else."""
        kinds = ['anyStep'] * 4 + ['repeat'] * 2
        if planned is not None:
            kinds += ['role', 'division', 'early', 'future', 'malformed', 'same', 'amount', 'key', 'unknown']
        made = getattr(self, f'mistake_{self.r.choice(kinds)}')(story, case, planned)
        if made is not None:
            self.step(made)

    def mistake_anyStep(self, story, case, _planned):
        """Any step at any time."""
        steps = STEPS if self.r.random() < .6 else sorted(LIFE) if case.ended == 'confirmed' else [step for step in STEPS if step not in LIFE]
        step = self.r.choice(steps)
        if step in ('withdraw', 'terminate', 'refuseAcceptance', 'deny', 'stop', 'transferCategory') and self.r.random() < .8:
            return None
        return self.act(story, step)

    def mistake_repeat(self, _story, case, _planned):
        """Something sent again."""
        sent = self.sent.get(case.key)
        if not sent:
            return None
        again = dict(self.r.choice(sent[-6:]))
        again.pop('ifMatch', None)
        again.pop('onlyIf', None)
        return again if not any(act.get('onlyIf') and act['step'] == again['step'] for act in sent) else None

    def mistake_key(self, story, case, planned):
        """A key that was used for something else."""
        keyed = self.keyed.get(case.key)
        return {**planned, 'key': keyed[-1]['key']} if keyed and keyed[-1]['step'] == planned['step'] and keyed[-1]['body'] != planned['body'] else None

    def mistake_role(self, _story, case, planned):
        """Somebody of another role."""
        place = case.division or planned['as']['division']
        return {**planned, 'as': self.staff.of(self.r.choice(self.staff.roles), place)}

    def mistake_division(self, _story, _case, planned):
        """Somebody of another place."""
        code = self.r.choice(list(COMMUNITIES))
        return {**planned, 'as': self.staff.of(planned['as']['role'], self.r.choice(COMMUNITIES[code]))}

    def mistake_early(self, story, case, planned):
        """A day before what it rests on."""
        days = sorted(set(case.day.values()))
        if not days:
            return None
        before = date.fromisoformat(self.r.choice(days)) - timedelta(self.r.choice([1, 1, 3, 30]))
        return None if story.wants.get('sampled') else {**planned, 'body': {**planned['body'], 'on': before.isoformat()}} if 'countyVisit' not in case.day else None

    def mistake_future(self, _story, _case, planned):
        """A day that has not come."""
        return {**planned, 'body': {**planned['body'], 'on': self.r.choice(['2026-11-24', '2027-01-01', '2030-12-31'])}}

    def mistake_malformed(self, _story, _case, planned):
        """A field missing, unknown or wrong."""
        body = dict(planned['body'])
        how = self.r.randrange(3)
        if how == 0:
            body.pop('on')
        elif how == 1:
            body['unheardOf'] = 1
        else:
            body['on'] = self.r.choice(['2019-13-01', 20190101, '2019-02-3', None])
        return {**planned, 'body': body, 'malformed': True}

    def mistake_same(self, _story, case, planned):
        """Somebody who did the other half."""
        step = planned['step']
        did = sorted(case.visitors) if step == 'issueOpinion' else sorted(case.opinion_givers) if step in ('confirm', 'deny') else []
        if step == 'issueOpinion' and self.r.random() < .4:
            return {**planned, 'body': {**planned['body'], 'author': planned['as']['staff']}}
        return {**planned, 'as': {**planned['as'], 'staff': self.r.choice(did)}} if did else None

    def mistake_amount(self, _story, _case, planned):
        """Another amount, or another number of persons."""
        if planned['step'] not in ('confirm', 'adjust', 'startGraduatedExit'):
            return None
        body = dict(planned['body'])
        if self.r.random() < .6:
            body['amountFen'] = max(0, body['amountFen'] + self.r.choice([-1, 1, 10_000]))
        else:
            body['persons'] += 1
        return {**planned, 'body': body}

    def mistake_unknown(self, _story, _case, planned):
        """A case nobody applied for."""
        if planned['step'] in ('reportLead', 'informPolicy', 'submit'):
            return None
        return {**planned, 'case': 'X9999'}

    # -- the end

    def lines(self):
        """Header, acts, ends."""
        last = month_after(self.on, 14)
        yield {'header': {'seed': self.seed, 'from': '2018-06', 'to': last}}
        yield from self.acts
        months = ['2018-06']
        while months[-1] < last:
            months.append(month_after(months[-1]))
        for case in self.county.cases.values():
            owed = [[ym, *case.owed(ym)] for ym in months if case.owed(ym) is not None]
            yield {'end': {'case': case.key, 'exists': case.exists, 'ended': case.ended, 'owed': owed}}


def main():
    """Prints a simulation."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--acts', type=int, default=1000)
    parser.add_argument('--open', action='store_true', help='also acts whose answer rests on an open question; expected is what the documents say')
    options = parser.parse_args()
    for line in Generator(options.seed, options.acts, options.open).run().lines():
        sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
