#!/usr/bin/env python3
"""Independent model of the determination: docs/rules.md and docs/domain/policy-facts.md written down a second time.

    determine(facts, division, on, published) -> {"refused": CODE} or {"category": ..., "benefits": [...]}

`published` is a list of {key, code6, value, validFrom, validTo?, basis?}. Of the program only the figures of the packs are
read (key, value, kind, dates). Exact throughout: fractions, no floats. Where several refusals apply at once and the contract
does not say which is named, the answer is {"refused": "ANY"}. Needs PyYAML.
"""
import os
import re
from datetime import date
from fractions import Fraction

import yaml

PACKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'libs', 'policy', 'packs')

CAUSES = ['illness', 'disability', 'calamity', 'schooling', 'unemployment', 'housing', 'oldAge', 'other']
JX_CAUSES = {'illness', 'disability', 'calamity', 'schooling', 'unemployment', 'housing'}
KS_CAUSES = {'illness', 'schooling', 'calamity'}
KS_HARD_HIT = {'illness', 'disability'}
GX_CAUSES = {'illness', 'disability', 'oldAge', 'calamity'}
GX_LACKING = {'illness', 'oldAge', 'calamity'}
AIDED_STAGES = {'preschool', 'compulsory', 'seniorHigh', 'secondaryVocational'}
ORDER = ['tekun', 'orphan', 'dibao', 'lowIncome', 'relativePoor', 'manual', 'none']

# Requests whose rule the documents of the place print, and the day from which their figures are in force.
REQUESTS = {
    'QS': {'medicalContribution': '2019-03-30', 'supplementaryInsurance': '2019-03-30', 'medicalRelief': '2019-03-30', 'temporaryRelief': '2019-03-30'},
    'KS': {'temporaryRelief': '2020-01-01'},
    'XM': {'housing': '2018-03-23'},
    'GX': {'medicalContribution': '2019-05-21', 'medicalRelief': '2019-05-21', 'pensionContribution': '2019-05-21', 'oneCaseRelief': '2019-05-21',
           'graduatedExit': '2019-05-21'},
    'JX': {},
}
for place in REQUESTS:
    REQUESTS[place]['unsupportedChildren'] = '0000-01-01'  # a national rule: as long as the rules of the place


# Where the contract leaves a choice, or the program takes another than the one read here: what the program does (README.md says why).
OPEN = {}


class Refused(Exception):
    """A refusal; `what` names what is wrong, `fills` are things it might have been instead (to find further refusals)."""

    def __init__(self, code, what, fills):
        super().__init__(f'{code} {what}')
        self.code, self.what, self.fills = code, what, fills


# ---------------------------------------------------------------- packs

def load_packs():
    """The figures of the shipped packs by the short name of the pack; scalars stay text."""
    packs = {}
    for file in sorted(os.listdir(PACKS)):
        with open(os.path.join(PACKS, file), encoding='utf-8') as stream:
            pack = yaml.load(stream, yaml.BaseLoader)
        packs[pack['pack'].split('-')[0]] = {'code': pack['jurisdiction']['code'], 'from': pack['validFrom'], 'area': pack['area'], 'figures': pack['parameters']}
    return packs


BOOK = load_packs()
CHAIN = {'JX': ['JX', 'CN'], 'QS': ['QS', 'JX', 'CN'], 'KS': ['KS', 'CN'], 'XM': ['XM', 'CN'], 'GX': ['GX', 'CN']}


def significant(code):
    """A division code without its empty levels: 450000 is 45, 451000 is 4510 (and contains 451002, not 451102)."""
    while code.endswith('00'):
        code = code[:-2]
    return code


def lies_in(division, code):
    """Is the division inside the place with this code?"""
    return division.startswith(significant(code))


def which_pack(division):
    """The narrowest pack that holds for the division; None where only the national rules do."""
    found = [name for name in CHAIN if lies_in(division, BOOK[name]['code'])]
    return max(found, key=lambda name: len(significant(BOOK[name]['code'])), default=None)


# ---------------------------------------------------------------- small questions

def is_day(text):
    """Does the text name a day that exists?"""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r'\d{4}-\d{2}-\d{2}', text) is not None


def full_years(since, on):
    """Whole years from one day to another; 29 February is reached on 1 March of a common year."""
    return int(on[:4]) - int(since[:4]) - (on[5:] < since[5:])


def month_number(ym):
    """Months since year 0."""
    return int(ym[:4]) * 12 + int(ym[5:7]) - 1


def month_text(number):
    """The inverse of `month_number`."""
    return f'{number // 12:04}-{number % 12 + 1:02}'


def payable(fen):
    """An amount in whole fen: rounded half up, once."""
    return int((fen + Fraction(1, 2)) // 1)


def severe(member):
    """Disability of grade 1 or 2?"""
    return member.get('disability', {}).get('grade', 9) <= 2


def member_income(income):
    """Wages, business, property and transfers less contributions, not below 0."""
    return max(0, sum(income.get(part, 0) for part in ('wagesFen', 'businessFen', 'propertyFen', 'transferFen')) - income.get('contributionsFen', 0))


def invalid_facts(facts, on):
    """What cannot be right, as a list of paths."""
    wrong, ids = [], [member['id'] for member in facts['members']]

    def negative(value, path):
        if isinstance(value, dict):
            for name, item in value.items():
                negative(item, f'{path}.{name}')
        elif isinstance(value, list):
            for item in value:
                negative(item, path)
        elif path.endswith('Fen') and value < 0:
            wrong.append(path)

    negative(facts, '')
    wrong += [f'members.{name}' for name in ids if ids.count(name) > 1]
    wrong += [f'members.{member["id"]}.birthOn' for member in facts['members'] if not is_day(member['birthOn']) or member['birthOn'] > on]
    wrong += [f'members.{member["id"]}.disability' for member in facts['members'] if member.get('disability', {}).get('grade', 1) not in (1, 2, 3, 4)]
    wrong += [f'members.{member["id"]}.employed' for member in facts['members'] if member.get('employed') is False and member.get('income', {}).get('wagesFen', 0) > 0]
    wrong += ['members'] if all(member.get('counted') is False for member in facts['members']) else []
    wrong += ['rigidExpenditure' for entry in facts.get('rigidExpenditure', []) if entry.get('member', ids[0]) not in ids]
    patient = facts.get('requests', {}).get('medicalRelief', {}).get('member', ids[0])
    wrong += ['requests.medicalRelief.member'] if patient not in ids else []
    since = facts.get('residencePermitSince')
    wrong += ['residencePermitSince'] if since is not None and (not is_day(since) or since > on) else []
    months = [entry['ym'] for entry in facts.get('lookback', [])]
    wrong += ['lookback'] if len(set(months)) < len(months) else []
    return wrong


# ---------------------------------------------------------------- one determination

class Determination:
    """One determination under assumptions: `assume` maps what was refused before to what it might have been."""

    def __init__(self, facts, division, on, published, assume, as_program=frozenset()):
        self.facts, self.division, self.on, self.assume, self.as_program = facts, division, on, assume, as_program
        self.published = published
        self.open = set()
        self.benefits = []
        self.found = {'none'}

    def as_the_program(self, question):
        """Is this open question to be read as the program does? Remembers that it was met."""
        assert question in OPEN
        self.open.add(question)
        return question in self.as_program

    # -- what is known

    def refuse(self, code, what, fills):
        """Refuses, unless this very refusal has been assumed away."""
        if what in self.assume:
            return self.assume[what]
        raise Refused(code, what, fills)

    def fact(self, holder, name, path, fills):
        """A fact a rule needs."""
        return holder[name] if name in holder else self.refuse('FACT_MISSING', f'{path}.{name}', fills)

    def income_of(self, member):
        """Income of one member, fen."""
        return member_income(self.fact(member, 'income', member['id'], [{}, {'transferFen': 10 ** 9}]))

    def figure(self, key):
        """The figure of the narrowest pack that has one in force, as (value, kind); None where none is."""
        for name in CHAIN[self.pack]:
            for entry in BOOK[name]['figures']:
                if entry['key'] == key and entry['kind'] in ('exact', 'floor', 'cap') and entry['from'] <= self.on <= entry.get('to', '9999-12-31'):
                    return Fraction(entry['value']), entry['kind']
        return None

    def published_text(self, key):
        """The published value in force: the narrowest division, then the latest start."""
        if f'value {key}' in self.assume:
            return self.assume[f'value {key}']
        found = [entry for entry in self.published if entry['key'] == key and lies_in(self.division, entry['code6'])
                 and entry['validFrom'] <= self.on <= entry.get('validTo', '9999-12-31')]
        return max(found, key=lambda entry: (len(significant(entry['code6'])), entry['validFrom']))['value'] if found else None

    def value(self, key):
        """The value used, in its printed unit, by the table of "Which value"."""
        figure, text = self.figure(key), self.published_text(key)
        local = None if text is None else Fraction(text)
        if figure is None or (figure[1] == 'floor' and local is None):
            return local if local is not None else Fraction(self.refuse('STANDARD_NOT_PUBLISHED', f'value {key}', ['0.01', '90000']))
        value, kind = figure
        if local is None or kind == 'exact':
            return value
        return max(value, local) if kind == 'floor' else min(value, local)

    def yuan(self, key):
        """A value in yuan, as fen."""
        return self.value(key) * 100

    def constant(self, key):
        """A figure of the documents that nobody publishes (a factor, a number of months)."""
        figure = self.figure(key)
        return Fraction(self.refuse('RULE_NOT_IN_FORCE', f'figure {key}', [1])) if figure is None else figure[0]

    def listed(self, key):
        """The items of a published list."""
        text = self.published_text(key)
        if text is None:
            diseases = [member['disease'] for member in self.facts['members'] if 'disease' in member]
            text = self.refuse('STANDARD_NOT_PUBLISHED', f'value {key}', ['(none)', '、'.join(diseases)])
        return {item.strip() for item in re.split('[、;；,，]', text)}

    def age(self, member):
        """Age in full years on the day."""
        return full_years(member['birthOn'], self.on)

    def lists(self, benefit, unit, members, eligible, fen=None):
        """Puts a benefit on the list."""
        entry = {'benefit': benefit, 'unit': unit, 'members': sorted(member['id'] for member in members), 'eligible': eligible}
        if fen is not None and eligible == 'yes':
            entry['amountFen'] = payable(fen)
        self.benefits.append(entry)

    def lists_person(self, benefit, member, eligible, fen=None):
        """Puts a benefit of one person on the list."""
        self.lists(benefit, 'person', [member], eligible, fen)

    def has_cause(self, among):
        """Is one of these causes claimed?"""
        return bool(among & set(self.facts.get('causes', [])))

    # -- the course of it

    def run(self):
        """Category and benefits."""
        if invalid_facts(self.facts, self.on):
            self.refuse('FACTS_INVALID', 'facts', [True])
        self.pack = which_pack(self.division)
        if self.pack is None:
            raise Refused('DIVISION_NOT_COVERED', 'division', [])
        if self.facts.get('area') == 'rural' and BOOK[self.pack]['area'] == 'urban':
            self.refuse('AREA_NOT_COVERED', 'area', [True])
        if self.on < BOOK[self.pack]['from']:
            raise Refused('DATE_BEFORE_RULES', 'on', [])
        self.requests = {name: request for name, request in self.facts.get('requests', {}).items() if self.is_open(name)}
        if self.pack == 'KS' and self.facts.get('consent') is not True:
            return self.result()
        self.examine_members()
        {'JX': self.jiangxi, 'QS': self.qingshanhu, 'KS': self.kunshan, 'XM': self.xiamen, 'GX': self.guangxi}[self.pack]()
        if 'unsupportedChildren' in self.requests:
            self.child_top_ups()
        return self.result()

    def result(self):
        """The highest category found, and the benefits."""
        return {'category': min(self.found, key=ORDER.index), 'benefits': self.benefits}

    def is_open(self, name):
        """May this be asked for here and on this day? (Refuses; False under the assumption that it was not asked for.)"""
        start = REQUESTS[self.pack].get(name)
        if start is None:
            return self.refuse('REQUEST_NOT_COVERED', f'request {name}', [False])
        return self.on >= start or self.refuse('RULE_NOT_IN_FORCE', f'request {name}', [False])

    def examine_members(self):
        """Orphans, 特困 and their care fee; who is left is the household that is tested."""
        self.orphans, self.tekun, self.tested = [], [], []
        for member in self.facts['members']:
            if 'orphan' in member:
                self.orphans.append(member)
            elif self.is_tekun(member):
                self.tekun.append(member)
            elif member.get('counted') is not False:
                self.tested.append(member)
        for member in self.orphans:
            self.found.add('orphan')
            self.lists_person('orphan', member, 'yes', self.yuan('orphan.dispersed' if member['orphan'] == 'dispersed' else 'orphan.inst'))
        for member in self.tekun:
            self.found.add('tekun')
            self.lists_person('tekun', member, 'yes', self.tekun_standard())
            if self.figure('care.full') is not None:
                care = self.fact(member, 'selfCare', member['id'], ['full', 'partial', 'lost'])
                if care != 'full':
                    self.lists_person('careFee', member, 'yes', self.value('care.full' if care == 'lost' else 'care.half') * self.yuan('wage.min'))
        self.size = len(self.tested)

    def child_top_ups(self):
        """Unsupported children: the child standard less 特困 or a share of 低保."""
        for member in self.facts['members']:
            if member.get('unsupportedChild') is not True or 'orphan' in member or self.age(member) >= 18:
                continue
            paid = [entry for entry in self.benefits if entry['benefit'] in ('tekun', 'dibao') and entry['eligible'] == 'yes' and member['id'] in entry['members']]
            share = Fraction(paid[0]['amountFen'], len(paid[0]['members'])) if paid else 0
            amount = payable(max(0, self.yuan('orphan.dispersed') - share))
            self.lists_person('unsupportedChild', member, 'yes' if amount > 0 else 'no', amount)

    def is_tekun(self, member):
        """Elderly, disabled or under 16, without labour, income source and supporters who are able?"""
        if 'supporters' not in member:
            return False
        labour = self.fact(member, 'labour', member['id'], ['none', 'full'])
        source = self.fact(member, 'incomeSource', member['id'], [False, True])
        eligible = self.age(member) >= 60 or self.age(member) < self.constant('minor.age') or 'disability' in member
        return eligible and labour == 'none' and not source and member['supporters'] in ('none', 'unable')

    def tekun_standard(self):
        """The 特困 standard, fen: the value of the table and, where a factor is printed, factor × 低保 standard, the higher."""
        standard, factor = self.yuan('teku.std'), self.figure('teku.factor')
        return standard if factor is None else max(standard, factor[0] * self.yuan('dibao.std'))

    def counted(self):
        """The members who count, 特困 and orphans among them."""
        return [member for member in self.facts['members'] if member.get('counted') is not False]

    def income(self):
        """Income of the tested household, fen a month."""
        return sum(self.income_of(member) for member in self.tested)

    def rigid(self, kinds=('medical', 'education', 'disability', 'other')):
        """Rigid expenditure of these kinds, fen a month; what somebody incurs who is not tested is left out."""
        tested = [member['id'] for member in self.tested]
        return sum(entry['monthlyFen'] for entry in self.facts.get('rigidExpenditure', []) if entry['kind'] in kinds and ('member' not in entry or entry['member'] in tested))

    def compliant(self):
        """Does the property comply?"""
        return self.fact(self.facts.get('assets', {}), 'compliant', 'assets', [True, False])

    def dibao_amount(self, income, size):
        """The gap, or the tier where tiers are published."""
        if self.on >= '2021-07-01' and any(self.published_text(f'dibao.tier.{n}') is not None for n in range(1, 7)):
            n = 1
            while self.published_text(f'dibao.tier.{n}') is not None:
                if income < self.yuan(f'dibao.tier.{n}.below') * size:
                    return self.yuan(f'dibao.tier.{n}') * size
                n += 1
            return self.refuse('TIERS_INCOMPLETE', f'tiers {income}/{size}', [0])
        return max(0, self.yuan('dibao.std') * size - income)

    def lists_dibao(self, eligible, income):
        """低保 of the household that was tested."""
        self.in_dibao = self.tested if eligible else []
        if eligible:
            self.found.add('dibao')
        self.lists('dibao', 'household', self.tested, 'yes' if eligible else 'no', self.dibao_amount(income, self.size) if eligible else None)

    def lists_single(self, member):
        """低保 of one person counted as a household."""
        self.found.add('dibao')
        self.lists('dibao', 'single', [member], 'yes', self.dibao_amount(self.income_of(member), 1))

    def lists_low_income(self, eligible):
        """The low-income category of the household."""
        self.low_income = eligible
        if eligible != 'no':
            self.found.add('lowIncome' if eligible == 'yes' else 'manual')
            self.lists('lowIncome', 'household', self.tested, eligible)

    def lists_disability(self, poor):
        """Living subsidy of disabled members among `poor`, nursing subsidy of the severely disabled."""
        for member in self.facts['members']:
            if 'disability' not in member or member in self.tekun:
                continue
            if member in poor and member.get('unsupportedChild') is not True:
                self.lists_person('disabilityLiving', member, 'yes', self.yuan('disab.living'))
            mental = self.pack == 'GX' and self.on >= '2019-01-01' and member['disability']['type'] == 'mental'
            if severe(member) or mental:
                self.lists_person('disabilityNursing', member, 'yes', self.yuan('disab.nursing'))

    # -- Jiangxi and Qingshanhu

    def jiangxi(self):
        """JX-2018."""
        self.jiangxi_household(reduces=False)
        self.lists_disability(self.in_dibao)

    def jiangxi_household(self, reduces):
        """低保 and low income; with `reduces` rigid expenditure is taken off first (T07)."""
        self.in_dibao, self.low_income = [], 'no'
        if self.size == 0:
            return
        standard, income, compliant = self.yuan('dibao.std'), self.income(), self.compliant()
        near = income <= self.constant('lowinc.factor') * standard * self.size and self.has_cause(JX_CAUSES)
        counts = max(0, income - self.rigid()) if reduces and near else income
        below = counts < standard * self.size
        self.lists_dibao(below and compliant, counts)
        if not (below and compliant):
            self.lists_low_income(('manual' if below else 'yes') if near else 'no')

    def qingshanhu(self):
        """QS-2019."""
        self.jiangxi_household(reduces=True)
        self.lists_disability(self.in_dibao)
        covered = self.tekun + (self.tested if self.in_dibao or self.low_income == 'yes' else [])
        for request, benefit, share, amount in (('medicalContribution',) * 2 + ('med.contrib.full', 'med.contrib.amount'), ('supplementaryInsurance',) * 2 + ('med.supp', 'med.supp.amount')):
            if request in self.requests:
                for member in self.facts['members']:
                    self.lists_person(benefit, member, *(('yes', self.value(share) * self.yuan(amount)) if member in covered else ('no',)))
        if 'medicalRelief' in self.requests:
            patient, delta = self.patient(), self.constant('med.relief.delta')
            if patient in self.in_dibao:
                self.lists_medical_relief(patient, delta)
            else:
                self.lists_person('medicalRelief', patient, 'no')
        if 'temporaryRelief' in self.requests:
            self.temporary_relief_uplifted()

    def patient(self):
        """Who asks for medical relief."""
        return next(member for member in self.facts['members'] if member['id'] == self.requests['medicalRelief']['member'])

    def lists_medical_relief(self, patient, delta):
        """Ratio × cost, within what is left of the yearly limit; with nothing left the ratio is not asked for."""
        request = self.requests['medicalRelief']
        left = self.yuan('med.relief.cap') - request['paidThisYearFen']
        if self.is_left(left, left):
            ratio = min(Fraction(1), self.value('med.relief.ratio') + delta)
            self.lists_person('medicalRelief', patient, 'yes', min(ratio * request['costFen'], left))
        else:
            self.lists_person('medicalRelief', patient, 'no')

    def is_left(self, left, amount):
        """Is something left under a yearly limit?"""
        return left > 0

    def temporary_relief_uplifted(self):
        """Temporary relief of Qingshanhu: base and uplift, within the yearly sum and the yearly times."""
        request = self.requests['temporaryRelief']
        uplift = Fraction(self.fact(request, 'uplift', 'temporaryRelief', ['0']))
        if uplift > self.value('temp.uplift'):
            uplift = self.refuse('FACTS_INVALID', 'uplift', [0])
        left = self.yuan('temp.cap') - self.fact(request, 'paidThisYearFen', 'temporaryRelief', [0, 10 ** 9])
        times = self.fact(request, 'timesThisYear', 'temporaryRelief', [0, 999])
        eligible = times < self.value('temp.times') + self.constant('temp.extra') and left > 0
        base = request.get('baseFen')
        if base is None and eligible:
            base = self.yuan('temp.base')
        self.lists('temporaryRelief', 'household', self.facts['members'], 'yes' if eligible else 'no', min(base * (1 + uplift), left) if eligible else None)

    # -- Kunshan

    def kunshan(self):
        """KS-2020, consent given."""
        self.in_dibao, singles = [], []
        if self.size > 0:
            singles = self.kunshan_household()
        self.lists_disability(self.in_dibao + singles)
        if 'temporaryRelief' in self.requests:
            self.temporary_relief_to_date()

    def kunshan_household(self):
        """The two lines, branches B and C, the medical package, student and legal aid; returns who is in 低保 alone."""
        standard, income, compliant = self.yuan('dibao.std'), self.income(), self.compliant()
        below_floor = income < standard * self.size
        below_line = income < self.constant('relpoor.factor') * standard * self.size
        self.lists_dibao(below_floor and compliant, income)
        if below_line and not self.in_dibao:
            self.found.add('relativePoor')
            self.lists('relativePoor', 'household', self.tested, 'yes')
        singles = []
        if not below_line:
            return singles
        listed_cause = self.has_cause(KS_CAUSES)
        ill = [member for member in self.tested if listed_cause and 'disease' in member and member['disease'] in self.listed('disease.list')]
        if listed_cause and not self.in_dibao:
            for member in self.tested:
                if member in ill and self.income_of(member) < standard and self.financial_assets_comply():
                    singles.append(member)
                    self.lists_single(member)
                elif not below_floor and (member in ill or severe(member)):
                    self.lists_person('livingRelief', member, 'yes', self.yuan('living.relief'))
        for member in self.tested:
            whole = listed_cause and (below_floor or member in ill)
            if whole or self.has_cause(KS_HARD_HIT):
                self.lists_person('premiumSubsidy', member, 'yes')
            if whole:
                self.lists_person('realTimeRelief', member, 'yes')
                self.lists_person('majorIllnessRelief', member, 'yes')
            elif listed_cause:
                self.lists_person('specialRelief', member, 'manual')
                self.lists_person('majorIllnessRelief', member, 'manual')
            if listed_cause and member.get('student') in AIDED_STAGES:
                self.lists_person('studentAid', member, 'yes')
        if listed_cause:
            self.lists('legalAid', 'household', self.tested, 'yes')
        return singles

    def financial_assets_comply(self):
        """Are the financial assets within the limit?"""
        return self.fact(self.facts.get('assets', {}), 'financialFen', 'assets', [0, 10 ** 12]) <= self.yuan('asset.financial.limit')

    def temporary_relief_to_date(self):
        """Temporary relief of Kunshan: what is left per month and head from January on, against the line of the day."""
        request, months = self.requests['temporaryRelief'], int(self.on[5:7])
        if not self.has_cause(KS_HARD_HIT):
            self.lists('temporaryRelief', 'household', self.counted(), 'no')
            return
        left = self.fact(request, 'incomeToDateFen', 'temporaryRelief', [0, 10 ** 10]) - self.fact(request, 'medicalToDateFen', 'temporaryRelief', [0])
        below = left < self.constant('relpoor.factor') * self.yuan('dibao.std') * months * len(self.counted())
        if below:
            self.lists('temporaryRelief', 'household', self.counted(), 'yes', self.value('temp.share') * self.fact(request, 'spendFen', 'temporaryRelief', [0]))
        else:
            self.lists('temporaryRelief', 'household', self.counted(), 'no')

    # -- Xiamen

    def xiamen(self):
        """XM-2018."""
        self.in_dibao = []
        if self.size > 0:
            standard, income, compliant = self.yuan('dibao.std'), self.xiamen_income(), self.compliant()
            self.lists_dibao(income < standard * self.size and compliant, income)
        self.lists_disability(self.in_dibao)
        if 'housing' in self.requests:
            self.housing()

    def xiamen_income(self):
        """Income less the cost of work and rigid expenditure; in an annual review the bills of last year stand for medical and education."""
        income = self.income()
        for member in self.tested:
            if member.get('employed') is True:
                income -= min(self.constant('empcost.share') * self.yuan('wage.min'), member['income'].get('wagesFen', 0) if 'income' in member else 0, self.income_of(member))
        if 'annualReview' in self.facts:
            review = self.facts['annualReview']
            income -= self.rigid(('disability', 'other')) + Fraction(review['ownPaidFen'] + review['governmentPaidFen'], 12)
        else:
            income -= self.rigid()
        return max(0, income)

    def housing(self):
        """The dilapidated-house subsidy."""
        request = self.requests['housing']
        papers = set(request['papers'])
        unstated = any('care' not in member for member in self.tekun)
        entitled = bool(self.in_dibao) or any(member.get('care') == 'dispersed' for member in self.tekun)
        if unstated and not entitled:
            dispersed = any(self.fact(member, 'care', member['id'], ['dispersed', 'institution']) == 'dispersed' for member in self.tekun)
            entitled = entitled or dispersed
        shown = {'new': {'landUseApproval', 'constructionApproval'} <= papers, 'rebuild': 'oldHouseRebuildApproval' in papers,
                 'repair': bool({'legalPropertyRight', 'constructionApproval'} & papers)}[request['work']]
        if not (entitled and request['oneHomestead'] and shown):
            self.lists('housing', 'household', self.facts['members'], 'no')
        elif request['work'] == 'repair':
            self.lists('housing', 'household', self.facts['members'], 'yes', min(self.fact(request, 'costFen', 'housing', [0]), self.yuan('housing.repair')))
        else:
            area = Fraction(self.fact(request, 'areaSquareMetres', 'housing', ['0']))
            self.lists('housing', 'household', self.facts['members'], 'yes', self.yuan('housing.rebuild') * min(area, self.value('housing.rebuild.area')))

    # -- Guangxi

    def guangxi(self):
        """GX-2019."""
        self.in_dibao, self.low_income, singles = [], 'no', []
        since = self.facts.get('residencePermitSince')
        self.settled = since is None or self.figure('residence.min') is None or full_years(since, self.on) >= self.constant('residence.min')
        if self.size > 0 and not self.settled:
            self.lists('dibao', 'household', self.tested, 'no')
        elif self.size > 0:
            singles = self.guangxi_household()
        poor = self.in_dibao + singles + (self.tested if self.low_income == 'yes' else [])
        self.lists_disability(poor)
        self.guangxi_requests(singles, poor)

    def guangxi_household(self):
        """低保, single persons, low income; returns who is in 低保 alone."""
        standard, income, compliant = self.yuan('dibao.std'), self.income(), self.compliant()
        own_ways = self.on >= '2019-05-21'  # 05-07 to 05-11
        below = self.below_in_lookback(standard) if own_ways and self.zero_employment() else income < standard * self.size
        self.lists_dibao(below and compliant, income)
        if self.in_dibao:
            return []
        singles = []
        for member in self.tested if own_ways else ():
            enters = self.may_enter_alone(member) if self.income_of(member) < standard and compliant else 'no'
            if enters == 'yes':
                singles.append(member)
                self.lists_single(member)
            elif enters == 'manual':
                self.found.add('manual')
                self.lists('dibao', 'single', [member], 'manual')
        if self.on >= '2019-01-01':
            self.lists_low_income(self.city_low_income(income))
        return singles

    def zero_employment(self):
        """Nobody at work, and somebody of 16 to 59 able to?"""
        if any(member.get('employed') is True for member in self.tested):
            return False
        of_age = [member for member in self.tested if 16 <= self.age(member) < 60]
        for member in of_age:
            self.fact(member, 'employed', member['id'], [False])
        return any([self.fact(member, 'labour', member['id'], ['full', 'none']) in ('full', 'partial') for member in of_age])

    def below_in_lookback(self, standard):
        """Per-capita income below the standard in each of the months before?"""
        known, here = {entry['ym']: entry['incomeFen'] for entry in self.facts.get('lookback', [])}, month_number(self.on[:7])
        months = [month_text(here - back) for back in (1, 2, 3)]
        incomes = [known[ym] if ym in known else self.refuse('FACT_MISSING', f'lookback.{ym}', [0, 10 ** 9]) for ym in months]
        return all(income < standard * self.size for income in incomes)

    def may_enter_alone(self, member):
        """One of the three grounds for a single-person household: yes, manual or no."""
        kind, grade = member.get('disability', {}).get('type'), member.get('disability', {}).get('grade', 9)
        unemployed = self.age(member) >= 18 and member.get('employed') is not True and member.get('supportedBy') in ('parents', 'siblings')
        borne = [entry['monthlyFen'] for entry in self.facts.get('rigidExpenditure', []) if entry.get('member') == member['id']]
        bears = any(borne)
        if member.get('communityCorrection') is True or unemployed and (grade <= 2 or kind in ('mental', 'intellectual')):
            return 'yes'
        if self.facts.get('lacksLabour') is not True or not bears or not self.facts.get('causes'):
            return 'no'
        return 'yes' if self.has_cause(GX_LACKING) else 'manual'

    def city_low_income(self, income):
        """Income less rigid expenditure against the line of the city: yes, manual or no."""
        line, left = self.yuan('lowinc.line') * self.size, income - self.rigid()
        if left > line or not self.facts.get('causes'):
            return 'no'
        return 'yes' if left < line and self.has_cause(GX_CAUSES) else 'manual'

    def guangxi_requests(self, singles, poor):
        """Contributions, medical relief, one case, graduated exit."""
        if 'medicalContribution' in self.requests:
            shares = {True: self.value('med.contrib.full'), False: self.value('med.contrib.part')}
            for member in self.facts['members']:
                full = member in self.tekun or member in self.orphans or severe(member)
                if full or member in poor:
                    self.lists_person('medicalContribution', member, 'yes', shares[full] * self.yuan('med.contrib.amount'))
                else:
                    self.lists_person('medicalContribution', member, 'no')
        if 'pensionContribution' in self.requests:
            for member in self.facts['members']:
                yuan = self.pension_contribution(member, member in self.in_dibao or member in singles, member in poor)
                self.lists_person('pensionContribution', member, 'yes' if yuan else 'no', yuan * 100)
        if 'medicalRelief' in self.requests:
            patient = self.patient()
            if patient in self.tekun + self.orphans + poor:
                self.lists_medical_relief(patient, 0)
            else:
                self.lists_person('medicalRelief', patient, 'no')
        if 'oneCaseRelief' in self.requests:
            request = self.requests['oneCaseRelief']
            left = self.yuan('temp.onecase.cap') - request['paidThisYearFen']
            amount = min(request['proposedFen'], left)
            self.lists('oneCaseRelief', 'household', self.facts['members'], 'yes' if self.is_left(left, amount) and self.may_ask_as_household() else 'no', amount)
        if 'graduatedExit' in self.requests:
            request = self.requests['graduatedExit']
            first, here = month_number(request['fromYm']), month_number(self.on)
            longest = self.constant('exit.grace.max') if request['fromYm'] <= '2022-10' else 6
            inside = self.constant('exit.grace.min') <= request['months'] <= longest and first <= here < first + request['months'] and self.may_ask_as_household() \
                and not self.in_dibao and any(member.get('employed') is True for member in self.facts['members'])
            self.lists('graduatedExit', 'household', self.facts['members'], 'yes' if inside else 'no', Fraction(request['monthlyFen']))

    def may_ask_as_household(self):
        """Too short a residence: no household benefit."""
        return self.settled

    def pension_contribution(self, member, in_dibao, poor):
        """Yuan a year that government pays for the member; 0 for nobody."""
        if self.figure('pension.gov.full') is None or self.age(member) < 16:
            return 0
        if severe(member) or member in self.tekun or ('disability' in member and poor):
            return self.constant('pension.gov.full')
        return self.constant('pension.gov.part') if in_dibao else 0


# ---------------------------------------------------------------- the answer

def refusal_codes(facts, division, on, published, assume, as_program, budget, open_questions):
    """The codes that may be named: the one met, and every one that is met whatever the first thing turns out to be."""
    budget[0] -= 1
    if budget[0] < 0:
        return {'?', 'ANY'}
    one = Determination(facts, division, on, published, assume, as_program)
    try:
        one.run()
    except Refused as refused:
        open_questions |= one.open
        further = [refusal_codes(facts, division, on, published, {**assume, refused.what: fill}, as_program, budget, open_questions) for fill in refused.fills]
        return {refused.code} | (set.intersection(*further) if further else set())
    except (ArithmeticError, LookupError, StopIteration, TypeError, ValueError):
        if 'facts' not in assume:
            raise  # invalid facts that are assumed away may lead anywhere, others may not
    open_questions |= one.open
    return set()


def determine_and_doubt(facts, division, on, published, as_program=frozenset()):
    """The answer, and the open questions that were met on the way."""
    one, open_questions = Determination(facts, division, on, published, {}, as_program), set()
    try:
        return one.run(), sorted(one.open)
    except Refused:
        codes = refusal_codes(facts, division, on, published, {}, as_program, [400], open_questions)
        return {'refused': codes.pop() if len(codes) == 1 else 'ANY'}, sorted(open_questions)


def determine(facts, division, on, published):
    """Category and benefits, or the refusal."""
    return determine_and_doubt(facts, division, on, published)[0]
