#!/usr/bin/env python3
"""Seeded generator of determinations on the edges of the rules: generate_rules.py --seed N --count M [--among K]

Writes JSON lines {division, on, published: [{key, code6, value, validFrom, validTo?, basis?}], facts, expected, open?}, the last two
by `rules_oracle`; `open` names the open questions of the README that the case touches. All households are invented.
"""
import argparse
import json
import random
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from rules_oracle import CAUSES, OPEN, Determination, Refused, determine_and_doubt, is_day, month_number, month_text, which_pack

PLACES = ['360103'] * 3 + ['360111'] * 3 + ['360111001', '360111001001'] + ['350203'] * 3 + ['320583'] * 4 + ['450103'] * 4 + ['450100', '451002']
STRANGE = ['360000', '350100', '320500', '110105', '361102', '451102', '451102']
EDGES = {
    'JX': ['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01', '2020-12-31', '2021-01-01', '2021-06-30', '2021-07-01'],
    'QS': ['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01', '2019-03-29', '2019-03-29', '2019-03-30', '2019-03-30', '2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01', '2021-06-30', '2021-07-01'],
    'XM': ['2018-03-22', '2018-03-23', '2018-12-31', '2019-01-01', '2021-06-30', '2021-07-01'],
    'KS': ['2019-12-31', '2020-01-01', '2020-06-30', '2020-07-01', '2020-12-31', '2021-01-01', '2021-06-30', '2021-07-01'],
    'GX': ['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01', '2019-05-20', '2019-05-20', '2019-05-21', '2019-05-21', '2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01', '2021-07-01', '2022-10-20', '2022-11-01'],
}
LEAP = ['2019-02-28', '2019-03-01', '2020-02-28', '2020-02-29', '2020-03-01', '2021-02-28', '2021-03-01', '2022-03-01']
USUAL = {
    'dibao.std': ['600', '610', '640', '669.99', '670', '700', '712.5', '730', '735.55', '760', '995', '1045'], 'teku.std': ['793', '870', '871', '900', '950', '999.99', '1100'],
    'wage.min': ['1680', '1580.5', '1700', '1850', '1683.33'], 'care.full': ['0.5', '0.6', '0.8', '0.85', '0.805'], 'care.half': ['0.2', '0.25', '0.3', '0.35', '0.305'],
    'lowinc.line': ['900', '1000', '1050.5', '1200'], 'orphan.dispersed': ['700', '800', '900'], 'orphan.inst': ['1100', '1200', '1350.5'],
    'disab.living': ['50', '60', '80', '85', '100'], 'disab.nursing': ['50', '70', '80', '90'], 'asset.financial.limit': ['50000', '100000'],
    'disease.list': ['尿毒症、恶性肿瘤', '恶性肿瘤; 白血病，尿毒症', '白血病'], 'living.relief': ['300', '400.5', '497.5'], 'med.contrib.amount': ['220', '250', '280.55'],
    'med.supp.amount': ['90', '150.5'], 'med.relief.ratio': ['0.5', '0.65', '0.7', '0.705', '0.75', '0.96', '1'], 'med.relief.cap': ['5000', '20000', '30000'],
    'temp.base': ['1000', '2000', '1234.57'], 'temp.cap': ['3000', '6000'], 'temp.times': ['1', '2'], 'temp.share': ['0.3', '0.5', '0.655', '1'], 'temp.uplift': ['0.3', '0.4', '0.6'],
    'temp.onecase.cap': ['30000', '40000', '60000'], 'housing.repair': ['30000', '40000', '60000'],
}
DISEASES = ['尿毒症', '恶性肿瘤', '白血病', '感冒']


class Maker:
    """One random case."""

    def __init__(self, r, as_program):
        self.r, self.as_program = r, as_program

    def chance(self, share):
        """True in this share of the cases."""
        return self.r.random() < share

    def case(self):
        """Division, day, published values, facts and what the model expects of them."""
        r = self.r
        self.division = r.choice(STRANGE) if self.chance(0.015) else r.choice(PLACES)
        self.pack = which_pack(self.division)
        self.on = self.day()
        self.members = [self.member(f'M{n + 1}') for n in range(r.choice([1, 1, 2, 2, 3, 3, 4, 5]))]
        self.facts = {'members': self.members, **self.household()}
        requests = self.requests()
        if requests:
            self.facts['requests'] = requests
        self.published = self.publish()
        self.put_on_edges()
        if self.chance(0.10):
            self.forget()
        if self.chance(0.025):
            self.spoil()
        expected, doubts = determine_and_doubt(self.facts, self.division, self.on, self.published, self.as_program)
        return {'division': self.division, 'on': self.on, 'published': self.published, 'facts': self.facts, 'expected': expected, **({'open': doubts} if doubts else {})}

    def day(self):
        """Often a day on which a figure changes; rarely before the rules."""
        if self.chance(0.45):
            day = self.r.choice(EDGES.get(self.pack, LEAP))
            return day if self.chance(0.3) or day > '2018-01-01' else '2018-06-15'
        if self.chance(0.12):
            return self.r.choice(LEAP)
        start = date(2020, 1, 1) if self.pack == 'KS' else date(2018, 3, 23)
        return (start + timedelta(self.r.randrange((date(2023, 6, 30) - start).days + 1))).isoformat()

    # -- members

    def birth(self, low, high):
        """A birth date for an age from `low` to `high`, often the birthday itself or a day beside."""
        on = date.fromisoformat(self.on)
        if self.chance(0.08):
            years = [year for year in range(1936, on.year) if year % 4 == 0 and low <= on.year - year <= high]
            if years:
                return f'{self.r.choice(years)}-02-29'
        edge = [age for age in (16, 18, 60) if low - 1 <= age <= high + 1]
        if edge and self.chance(0.5):
            text = f'{on.year - self.r.choice(edge)}{self.on[4:]}'
            day = date.fromisoformat(text) if is_day(text) else date(int(text[:4]), 2, 28)
            return (day + timedelta(self.r.choice([-1, 0, 1]))).isoformat()
        born = on - timedelta(self.r.randint(low * 366, high * 365 + 100))
        return born.isoformat()

    def member(self, name):
        """A member; what the place may ask of them is mostly stated."""
        r = self.r
        kind = r.choices(['adult', 'elder', 'child', 'disabled', 'patient', 'orphan'], [30, 22, 18, 22, 10, 4])[0]
        low, high = {'adult': (17, 59), 'elder': (60, 85), 'child': (0, 17), 'disabled': (14, 65), 'patient': (18, 65), 'orphan': (1, 17)}[kind]
        member = {'id': name, 'birthOn': self.birth(low, high), 'income': self.small_income(kind)}
        if kind == 'orphan':
            member['orphan'] = r.choice(['dispersed', 'institution'])
        if kind == 'disabled' or self.chance(0.07):
            member['disability'] = {'type': r.choice(['sight', 'limb', 'intellectual', 'mental', 'mental', 'multiple']), 'grade': r.choice([1, 2, 2, 3, 3, 4])}
        if kind in ('adult', 'disabled', 'patient') and self.chance(0.8):
            member['labour'] = r.choice(['full', 'full', 'partial', 'none'])
        if kind in ('elder', 'disabled') and self.chance(0.5) or self.chance(0.05):
            good = self.chance(0.7)
            member.update(supporters=r.choice(['none', 'unable'] if good else ['none', 'able']), labour='none' if good or self.chance(0.5) else 'partial',
                          incomeSource=not good and self.chance(0.5))
            if self.chance(0.95):
                member['selfCare'] = r.choice(['full', 'partial', 'lost'])
            if self.chance(0.7):
                member['care'] = r.choice(['dispersed', 'dispersed', 'institution'])
        if kind in ('adult', 'patient', 'disabled') and self.chance(0.4):
            member['employed'] = self.chance(0.6)
        if self.pack == 'KS' and (kind == 'patient' or self.chance(0.05)):
            member['disease'] = r.choice(DISEASES)
        if kind == 'child' and self.chance(0.7) or self.chance(0.05):
            member['student'] = r.choice(['preschool', 'compulsory', 'seniorHigh', 'secondaryVocational', 'higher'])
        if kind in ('adult', 'disabled') and self.chance(0.4):
            member['supportedBy'] = r.choice(['self', 'spouse', 'parents', 'parents', 'siblings', 'children'])
        if kind in ('child', 'orphan') and self.chance(0.3) or self.chance(0.01):
            member['unsupportedChild'] = self.chance(0.85)
        if kind != 'child' and self.chance(0.06 if self.pack == 'GX' else 0.01):
            member['communityCorrection'] = self.chance(0.9)
        if self.chance(0.06):
            member['counted'] = self.chance(0.2)
        return member

    def small_income(self, kind):
        """Parts of an income."""
        r, income = self.r, {}
        if kind in ('adult', 'disabled', 'patient') and self.chance(0.5):
            income['wagesFen'] = r.choice([0, 40_000, 50_400, 100_000, 250_000, r.randrange(300_000)])
            if self.chance(0.3):
                income['contributionsFen'] = r.choice([10_000, 35_050, 300_000])
        for part in ('businessFen', 'propertyFen', 'transferFen'):
            if self.chance(0.2):
                income[part] = r.randrange(60_000)
        return income

    # -- the household

    def household(self):
        """What is known of the household as a whole."""
        r, facts = self.r, {}
        if self.chance(0.75):
            facts['causes'] = sorted(r.sample(CAUSES, r.choice([0, 1, 1, 1, 2, 2, 3])))
        if self.chance(0.5):
            facts['rigidExpenditure'] = [self.rigid() for _ in range(r.choice([1, 1, 2, 3]))]
        facts['assets'] = {'compliant': self.chance(0.75)}
        if self.pack == 'KS':
            if self.chance(0.97):
                facts['consent'] = self.chance(0.97)
            facts['assets']['financialFen'] = r.choice([0, 4_999_999, 5_000_000, 5_000_001, 10_000_000, 10_000_001, 90_000_000])
        if self.chance(0.03):
            facts['area'] = 'rural'
        elif self.chance(0.3):
            facts['area'] = 'urban'
        if self.pack == 'XM' and self.chance(0.3):
            facts['annualReview'] = {'ownPaidFen': r.randrange(2_000_000), 'governmentPaidFen': r.randrange(1_000_000)}
        if self.pack == 'GX':
            facts.update(self.guangxi())
        return facts

    def rigid(self):
        """One entry of rigid expenditure."""
        entry = {'kind': self.r.choice(['medical', 'medical', 'education', 'disability', 'other']), 'monthlyFen': self.r.randrange(1, 150_000) if self.chance(0.93) else 0}
        if self.chance(0.7):
            entry['member'] = self.r.choice(self.members)['id']
        return entry

    def guangxi(self):
        """Residence, labour and the months before."""
        facts, here = {}, month_number(self.on)
        if self.chance(0.2):
            year, rest = int(self.on[:4]), self.on[5:]
            near = self.r.choice([f'{year - 1}-{rest}', f'{year - 2}-{rest}', f'{year - 1}-{month_text(here)[5:]}-01', f'{year - 1}-12-31', f'{year}-01-01'])
            near = near if is_day(near) else f'{near[:4]}-02-28'
            day = date.fromisoformat(near) + timedelta(self.r.choice([-1, 0, 1]))
            facts['residencePermitSince'] = min(day.isoformat(), self.on)
        if self.chance(0.35):
            facts['lacksLabour'] = self.chance(0.85)
        if self.chance(0.85):
            facts['lookback'] = [{'ym': month_text(here - back), 'incomeFen': self.r.randrange(250_000)} for back in range(4 if self.chance(0.2) else 3, 0, -1)]
            if self.chance(0.2):
                self.r.shuffle(facts['lookback'])
        return facts

    # -- what is asked for

    def requests(self):
        """Requests, mostly those the place knows."""
        r, known = self.r, {'JX': [], 'QS': ['medicalContribution', 'supplementaryInsurance', 'medicalRelief', 'temporaryRelief'], 'KS': ['temporaryRelief'], 'XM': ['housing'],
                            'GX': ['medicalContribution', 'pensionContribution', 'medicalRelief', 'oneCaseRelief', 'graduatedExit']}.get(self.pack, [])
        begins = {'QS': '2019-03-30', 'GX': '2019-05-21'}.get(self.pack, '')
        asked = [name for name in known if self.chance(0.3 if self.on >= begins else 0.05) or len(known) == 1 and self.chance(0.4)]
        if self.chance(0.015):
            asked.append(r.choice(['medicalContribution', 'supplementaryInsurance', 'pensionContribution', 'medicalRelief', 'temporaryRelief', 'oneCaseRelief', 'housing', 'graduatedExit']))
        if self.chance(0.5 if any('unsupportedChild' in member for member in self.members) else 0.02):
            asked.append('unsupportedChildren')
        return {name: getattr(self, name)() for name in dict.fromkeys(asked)}

    def medicalContribution(self):
        return {}

    supplementaryInsurance = pensionContribution = unsupportedChildren = medicalContribution

    def medicalRelief(self):
        return {'member': self.r.choice(self.members)['id'], 'costFen': self.r.choice([100_000, 333_333, 1_000_001, self.r.randrange(1, 9_000_000), self.r.randrange(3)]),
                'paidThisYearFen': self.r.choice([0, 0, 100_000, 499_999, 500_000, 1_999_999, 2_000_000, 3_000_000])}

    def temporaryRelief(self):
        r = self.r
        if self.pack == 'KS':
            return {'incomeToDateFen': r.randrange(10_000_000), 'medicalToDateFen': r.randrange(3_000_000), 'spendFen': r.choice([1_600_000, 123_457, r.randrange(1, 5_000_000)])}
        request = {'paidThisYearFen': r.choice([0, 0, 100_000, 299_999, 300_000, 500_000, 599_999, 600_000]), 'timesThisYear': r.choice([0, 1, 2, 3, 4])}
        if self.chance(0.97):
            request['uplift'] = r.choice(['0', '0.3', '0.35', '0.4', '0.5', '0.50', '0.333333'] if self.chance(0.9) else ['0.500001', '0.51', '1'])
        if self.chance(0.6):
            request['baseFen'] = r.choice([200_000, 100_001, 65_433])
        return request

    def oneCaseRelief(self):
        return {'proposedFen': self.r.choice([1_000_000, 5_000_000, 6_000_000, 6_000_000, self.r.randrange(2)]), 'paidThisYearFen': self.r.choice([0, 0, 1_000_000, 3_000_000, 3_999_999, 4_999_999, 5_000_000])}

    def housing(self):
        r = self.r
        request = {'work': r.choice(['new', 'rebuild', 'repair']), 'oneHomestead': self.chance(0.85)}
        if self.chance(0.97):
            request['areaSquareMetres'] = r.choice(['75', '89.99', '90', '90.01', '120', '75.3333'])
            request['costFen'] = r.choice([1_234_567, 4_999_999, 5_000_000, 5_000_001, 8_000_000])
        papers = {'new': ['landUseApproval', 'constructionApproval'], 'rebuild': ['oldHouseRebuildApproval'], 'repair': [r.choice(['legalPropertyRight', 'constructionApproval'])]}
        request['papers'] = papers[request['work']] if self.chance(0.75) else sorted(r.sample(['landUseApproval', 'constructionApproval', 'oldHouseRebuildApproval', 'legalPropertyRight'], r.randrange(3)))
        return request

    def graduatedExit(self):
        months = self.r.choice([5, 6, 6, 6, 7, 11, 12, 12, 13])
        first = month_number(self.on) - self.r.choice([-1, 0, 1, months - 1, months, months // 2])
        return {'fromYm': self.r.choice(['2022-09', '2022-10', '2022-11']) if self.on > '2022-09' and self.chance(0.5) else month_text(first), 'months': months, 'monthlyFen': self.r.randrange(1, 90_000)}

    # -- published values

    def publish(self):
        """Values at the county, the city or the province, some that ended or begin later, some of other places; at times one is missing."""
        r, entries = self.r, []
        code6 = self.division[:6]
        levels = [code6, code6, code6, f'{code6[:4]}00', f'{code6[:2]}0000']
        for key in self.needed():
            if self.chance(0.02):
                continue
            entries.append(self.entry(key, r.choice(levels)))
            if self.chance(0.12):
                entries.append(self.entry(key, r.choice(levels)))
            if self.chance(0.03):
                entries.append(self.entry(key, r.choice(['360111', '360103', '450103', '450200', '320500', '350200', '110000', '451000', '361000', '451100'])))
        if self.on >= '2021-06-30' and self.chance(0.45):
            entries += self.tiers(r.choice(levels))
        once = {(entry['key'], entry['code6'], entry['validFrom']): entry for entry in entries}
        return list(once.values())

    def needed(self):
        """Keys that the facts may ask for."""
        asked, any_of = self.facts.get('requests', {}), lambda name: any(name in member for member in self.members)
        keys = ['dibao.std'] + ['lowinc.line'] * (self.pack == 'GX')
        keys += ['teku.std', 'care.full', 'care.half', 'wage.min'] if any_of('supporters') and self.pack in ('QS', 'GX') else ['teku.std'] if any_of('supporters') else []
        keys += ['wage.min'] if self.pack == 'XM' and any_of('employed') else []
        keys += ['orphan.dispersed', 'orphan.inst'] if any_of('orphan') or 'unsupportedChildren' in asked else []
        keys += ['disab.living', 'disab.nursing'] if any_of('disability') else []
        keys += ['disease.list', 'asset.financial.limit'] if any_of('disease') else []
        keys += ['living.relief'] if self.pack == 'KS' and (any_of('disease') or any_of('disability')) else []
        keys += ['med.contrib.amount'] if 'medicalContribution' in asked else []
        keys += ['med.supp.amount'] if 'supplementaryInsurance' in asked else []
        keys += ['med.relief.ratio', 'med.relief.cap'] if 'medicalRelief' in asked else []
        keys += ['temp.base', 'temp.cap', 'temp.times', 'temp.share'] if 'temporaryRelief' in asked else []
        keys += ['temp.uplift'] if 'temporaryRelief' in asked and self.chance(0.3) else []
        keys += ['temp.onecase.cap'] if 'oneCaseRelief' in asked and self.chance(0.4) else []
        keys += ['housing.repair'] if 'housing' in asked and self.chance(0.4) else []
        return keys

    def entry(self, key, code6):
        """One published value; its period mostly covers the day, at times just not."""
        r, on = self.r, date.fromisoformat(self.on)
        begins = r.choices(['2017-01-01', '2018-01-01', '2019-01-01', self.on, (on + timedelta(1)).isoformat(), f'{on.year}-01-01'], [40, 20, 10, 8, 2, 10])[0]
        entry = {'key': key, 'code6': code6, 'value': r.choice(USUAL[key]), 'validFrom': begins}
        if self.chance(0.1):
            ends = max(begins, r.choices([self.on, (on - timedelta(1)).isoformat(), '2023-12-31'], [5, 2, 3])[0])
            entry['validTo'] = ends
        if self.chance(0.3):
            entry['basis'] = '某政发〔2019〕1号'
        return entry

    def tiers(self, code6):
        """Tiers of 低保; at times they begin with the month, at times they end too low."""
        begins = self.r.choice(['2021-01-01', '2021-07-01', self.on])
        bounds = self.r.choice([['200', '400', '1100'], ['350.5', '1100'], ['300', '500'], ['1100']])
        amounts = self.r.choice([['600', '450', '250.55'], ['500.05', '300', '100']])
        made = []
        for n, bound in enumerate(bounds, 1):
            if self.chance(0.02):
                continue
            made += [{'key': f'dibao.tier.{n}', 'code6': code6, 'value': amounts[n - 1], 'validFrom': begins}, {'key': f'dibao.tier.{n}.below', 'code6': code6, 'value': bound, 'validFrom': begins}]
        if made and self.chance(0.03):
            made.pop(self.r.randrange(len(made)))
        return made

    # -- edges

    def put_on_edges(self):
        """Sets incomes so that what is compared is equal, a fen below or a fen above."""
        view = Determination(self.facts, self.division, self.on, self.published, {})
        view.pack = self.pack
        try:
            view.examine_members()
            standard = view.yuan('dibao.std')
            if self.pack == 'XM':
                view.xiamen_income()
        except (Refused, TypeError, KeyError):
            return
        size, tested, r = view.size, view.tested, self.r
        if size == 0:
            return
        slip = lambda: r.choice([-1, 0, 0, 1])
        bounds = [view.published_text(f'dibao.tier.{n}.below') for n in (1, 2, 3)] if self.on >= '2021-07-01' else []
        if any(bounds) and self.chance(0.4):
            bound = Fraction(r.choice([text for text in bounds if text is not None])) * 100
            self.set_total(tested, int(bound * size) + slip(), view.xiamen_income if self.pack == 'XM' else view.income)
            return
        if self.chance(0.6):
            factor = r.choice({'JX': [1, '1.5', '1.5'], 'QS': [1, '1.5', '1.5'], 'KS': [1, 1, 2, 2], 'XM': [1]}.get(self.pack, [1]))
            self.set_total(tested, int(Fraction(factor) * standard * size) + slip(), view.xiamen_income if self.pack == 'XM' else view.income)
        elif self.chance(0.6):
            share = r.choice([Fraction(1, 3), Fraction(9, 10), Fraction(6, 5), Fraction(7, 5), Fraction(9, 5)])
            self.set_total(tested, int(share * standard * size) + r.randrange(1000), view.income)
        if self.pack == 'QS' and 'rigidExpenditure' in self.facts and self.chance(0.5):
            wanted = view.income() - int(standard * size) + slip()
            if wanted > 0:
                self.facts['rigidExpenditure'] = [{'kind': 'medical', 'monthlyFen': wanted}]
        if self.pack == 'GX':
            self.guangxi_edges(view, standard, slip)
        if self.pack == 'KS' and 'temporaryRelief' in self.facts.get('requests', {}) and self.chance(0.6):
            request = self.facts['requests']['temporaryRelief']
            request['incomeToDateFen'] = int(2 * standard * int(self.on[5:7]) * size) + request['medicalToDateFen'] + slip()
        if self.pack == 'KS' and self.chance(0.4):
            ill = [member for member in tested if 'disease' in member]
            if ill and size > 1:
                ill[0]['income'] = {'transferFen': int(standard) + slip()}
                rest = int(standard * size * Fraction(3, 2)) - view.income()
                other = next(member for member in tested if member is not ill[0])
                other['income'] = {'transferFen': max(0, rest)}

    def guangxi_edges(self, view, standard, slip):
        """The line of the city, the months before, one person's own income."""
        tested, size = view.tested, view.size
        try:
            line = view.yuan('lowinc.line')
        except Refused:
            line = None
        if line is not None and self.chance(0.5):
            self.set_total(tested, int(line * size) + view.rigid() + slip(), view.income)
        if self.chance(0.35) and size > 1:
            self.r.choice(tested)['income'] = {'transferFen': int(standard) + slip()}
        if self.chance(0.6):
            for entry in self.facts.get('lookback', []):
                entry['incomeFen'] = int(standard * size) + self.r.choice([-1, -1, -1, -1, 0, 1])

    def set_total(self, tested, wanted, measure):
        """Changes the transfers of one member until the measured income is what is wanted."""
        if self.chance(0.3):
            for member in tested:
                member['income'] = {}
        for _ in range(3):
            for member in tested:
                income = member['income']
                have = income.get('transferFen', 0)
                income['transferFen'] = max(0, have + wanted - int(measure()))
                if not income['transferFen']:
                    del income['transferFen']
                if int(measure()) == wanted:
                    return

    # -- what is wrong

    def forget(self):
        """Takes one fact away."""
        r, facts = self.r, self.facts
        ways = [(facts['assets'], 'compliant'), (facts['assets'], 'compliant')] + [(member, name) for member in self.members for name in ('income', 'labour', 'incomeSource', 'selfCare') if name in member]
        ways += [(facts['assets'], 'financialFen')] * 2 if self.pack == 'KS' else []
        for name, request in facts.get('requests', {}).items():
            optional = {'temporaryRelief': ['uplift', 'paidThisYearFen', 'timesThisYear', 'incomeToDateFen', 'medicalToDateFen', 'spendFen', 'baseFen'], 'housing': ['areaSquareMetres', 'costFen']}
            ways += [(request, part) for part in optional.get(name, []) if part in request]
        if 'lookback' in facts and self.chance(0.4):
            facts['lookback'].pop(r.randrange(len(facts['lookback'])))
            return
        holder, name = r.choice(ways)
        holder.pop(name, None)

    def spoil(self):
        """Makes one fact impossible."""
        r, facts, member = self.r, self.facts, self.r.choice(self.members)
        tomorrow = (date.fromisoformat(self.on) + timedelta(1)).isoformat()
        way = r.randrange(9)
        if way == 0:
            member['income'] = {'wagesFen': -1}
        elif way == 1:
            self.members.append(dict(self.members[0]))
        elif way == 2:
            member['birthOn'] = tomorrow
        elif way == 3:
            member['birthOn'] = '1990-02-29'
        elif way == 4:
            for one in self.members:
                one['counted'] = False
        elif way == 5:
            facts['rigidExpenditure'] = [{'kind': 'medical', 'monthlyFen': 100, 'member': 'X'}]
        elif way == 6:
            facts['residencePermitSince'] = tomorrow
        elif way == 7:
            facts['lookback'] = [{'ym': '2019-01', 'incomeFen': 1}] * 2
        else:
            member['disability'] = {'type': 'limb', 'grade': 5}


def cases(seed, count, as_program=frozenset()):
    """`count` cases of a seed; `as_program` are the open questions read as the program does."""
    maker = Maker(random.Random(seed), as_program)
    for _ in range(count):
        yield maker.case()


def line_of(case):
    """A case as one compact line."""
    return json.dumps(case, ensure_ascii=False, separators=(',', ':'))


def is_decided(case):
    """Is the answer the same however the open questions are read?"""
    return 'open' not in case or case['expected'] == determine_and_doubt(case['facts'], case['division'], case['on'], case['published'], frozenset(OPEN))[0]


def outcomes(case):
    """What a case shows: the refusal, or the category and every benefit, by place."""
    place, expected = which_pack(case['division']), case['expected']
    if 'refused' in expected:
        return {(place, expected['refused'])}
    return {(place, expected['category'])} | {(place, benefit['benefit'], benefit['unit'], benefit['eligible']) for benefit in expected['benefits']}


def pick(seed, count, among, at_least=12):
    """`count` decided cases of `among`: first what shows a rare outcome, then as they come; without `open`."""
    shown, chosen, rest, left_out = Counter(), [], [], 0
    for case in cases(seed, among):
        if not is_decided(case):
            left_out += 1
            continue
        case.pop('open', None)
        rare = any(shown[outcome] < at_least for outcome in outcomes(case))
        if rare:
            shown.update(outcomes(case))
        (chosen if rare else rest).append(case)
    sys.stderr.write(f'{left_out} of {among} cases depend on an open question and are left out\n')
    return (chosen + rest)[:count]


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--count', type=int, required=True)
    parser.add_argument('--among', type=int, help='pick COUNT decided cases of so many, rare outcomes first')
    options = parser.parse_args()
    for made in cases(options.seed, options.count) if options.among is None else pick(options.seed, options.count, options.among):
        sys.stdout.write(line_of(made) + '\n')
