#!/usr/bin/env python3
"""Independent model of the live procedure: docs/procedure.md, docs/domain/process.md §2-§7, docs/clocks.md and docs/access.md written down a second time.

    County.take(act) -> {"outcome": "recorded" | "alreadyRecorded" | "refused", "codes": [...], "events": [...]}

Every reason to refuse that applies is collected: the documents do not say which of several is named, so any of them is right. What
the rules give is asked of `rules_oracle`. Nothing of libs/casework is read but what is stated with each step (steps/formats.ts).
"""
import hashlib
import json

from procedure_deciding import Deciding
from procedure_tables import ACCESS, PERMISSION, PERSON_BENEFITS, Reasons, refused, significant
from rules_oracle import determine


class Household:
    """Who lives together: person -> counted."""

    def __init__(self, division):
        self.division, self.members = division, {}


class Case:
    """A case from lead to exit, as far as its steps stand."""

    def __init__(self, name, county):
        self.name, self.county, self.key = name, county, f'{name}@{county}'
        self.exists, self.division, self.lead_place = False, None, None
        self.application, self.told, self.supplemented, self.accepted, self.rules, self.chain = None, None, None, None, None, None
        self.ended = None
        self.day = {}  # step -> last day on which it was taken, as far as it still stands
        self.visitors, self.opinion_givers, self.kin, self.filed_kin = set(), set(), {}, set()
        self.disputed, self.opinion, self.notice, self.county_notice = False, None, None, None
        self.objections, self.objected, self.doubted, self.dead = {}, False, False, set()
        self.sample, self.conference, self.decided_by = None, None, None
        self.facts, self.last_facts = {}, {}  # as they stand, and as ever established last
        self.changes, self.suspended, self.exiting, self.stopped = [], None, False, None
        self.confirmer = None
        self.stop_notice = None  # posted, closed and cause of the notice that support of 特困 is to end
        self.refusals, self.offers, self.refused_offers = {}, {}, set()
        self.commands, self.events = {}, 0
        self.held = {}  # citizen number -> [[first month, first month without or None]]

    def may_visit_by_law(self):
        """Near relatives and complaints, under R220 doubts too: the county must visit (process.md §3)."""
        return self.objected or bool(self.filed_kin) or self.doubted and self.rules == 'R220'

    def months(self):
        """(from, fen, persons) of each change in the order of decisions."""
        return self.changes

    def owed(self, ym):
        """(fen, persons) owed in a month; None where nothing is."""
        found = None
        for change in self.changes:
            if change['from'] <= ym:
                found = change
        if found is None or found['fen'] is None:
            return None
        if found.get('once') and found['from'] != ym:
            return None
        return found['fen'], found['persons']


class County:
    """All registers, cases and delegations of the simulated counties."""

    def __init__(self, published):
        self.published, self.people, self.households, self.cases, self.delegations, self.draws = published, {}, {}, {}, {}, {}

    # -- registers

    def household_of(self, case):
        """The household a case is about."""
        return self.households[case.county, case.application['householdId']]

    def id_of(self, county, person):
        """Citizen number."""
        return self.people[county, person]['idNo']

    # -- commands

    def take(self, act, commit=True):
        """What becomes of a step; changes the county where it is recorded, unless only asked."""
        case = self.cases.setdefault((act['county'], act['case']), Case(act['case'], act['county']))
        step, body, who = act['step'], act['body'], act['as']
        if act.get('malformed'):
            return refused({'STEP_INVALID'})
        access, delegated, cap = self.access(case, step, body, who)
        if access:
            # Who is not of the place is not told whether a case is there.
            return refused(access | ({'CASE_EXISTS' if step == 'reportLead' else 'CASE_UNKNOWN'} if 'DIVISION_FORBIDDEN' in access else set()))
        stated = json.dumps({'step': step, 'body': body}, sort_keys=True, ensure_ascii=False)
        command = f"{step}/{act.get('key') or hashlib.sha256(stated.encode()).hexdigest()}"
        if command in case.commands:
            known, events = case.commands[command]
            return {'outcome': 'alreadyRecorded', 'events': events} if known == stated else refused({'COMMAND_ID_REUSED'})
        why = Reasons()
        if act.get('ifMatch') == 'stale' and case.events > 0:
            why.add('REVISION_CHANGED')
        if case.division is None:
            case.lead_place = who['division'] if who['division'].startswith(case.county) else case.county
        decide = Deciding(self, case, step, body, who, delegated, cap, why)
        decide.run()
        if why.open and not commit:
            return {'outcome': 'refused' if why.codes else 'recorded', 'codes': sorted(why.codes), 'open': sorted(why.open)}
        if why.codes:
            answer = refused(why.codes)
            if decide.sample_codes:
                answer['codesIfSelected'] = sorted(why.codes | decide.sample_codes)
            return answer
        if not commit:
            return {'outcome': 'recorded', 'forks': bool(decide.sample_codes)}
        events = decide.carry_out()
        case.exists = True
        case.events += len(events)
        case.commands[command] = (stated, events)
        return {'outcome': 'recorded', 'events': events}

    def access(self, case, step, body, who):
        """Codes of a refusal, whether a delegation is used, and its cap (docs/access.md)."""
        permission = PERMISSION[step]
        roles, delegable = ACCESS[permission]
        if case.division is not None and step != 'submit':
            place = case.division
        elif step == 'submit':
            household = self.households.get((case.county, body.get('householdId')))
            if household is None:
                return {'HOUSEHOLD_UNKNOWN'}, False, None
            place = household.division
        else:
            place = who['division'] if who['division'].startswith(case.county) else case.county
        inside = place.startswith(significant(who['division']))
        if who['role'] in roles:
            return (set(), False, None) if inside else ({'DIVISION_FORBIDDEN'}, False, None)
        for delegation in self.delegations.values():
            if not delegation['revoked'] and delegable and permission in delegation['permissions'] and who['role'] == 'townAuditor' and who['division'] == delegation['toDivision']:
                return (set(), True, delegation.get('amountCapFen')) if place.startswith(delegation['toDivision']) else ({'DIVISION_FORBIDDEN'}, False, None)
        return ({'ROLE_FORBIDDEN'} if inside else {'ROLE_FORBIDDEN', 'DIVISION_FORBIDDEN'}), False, None

    def member_change(self, act):
        """A member joins or leaves."""
        household, body = self.households[act['county'], act['body']['householdId']], act['body']
        if body['change'] == 'left':
            household.members.pop(body['personId'], None)
        else:
            household.members[body['personId']] = body['counted']

    # -- the sample

    def waiting(self, county):
        """Cases that were forwarded, owe a sample and were not drawn."""
        return sorted(case.key for (code, _), case in self.cases.items() if code == county and case.ended is None and case.decided_by is None and case.chain and case.chain['sample'] and 'forward' in case.day and case.sample is None)

    def draw(self, act):
        """The population, or a refusal."""
        body = act['body']
        known = self.draws.get((body['county'], body['drawNo']))
        if known is not None:
            return {'outcome': 'recorded'}, known
        population = self.waiting(body['county'])
        why = set()
        if not population:
            why.add('NOTHING_TO_DRAW')
        if body.get('ratePpm', 300_000) < 300_000:
            why.add('DRAW_RATE_LOW')
        if why:
            return refused(why), None
        self.draws[body['county'], body['drawNo']] = population
        for key in population:
            name, county = key.split('@')
            self.cases[county, name].sample = {'on': body['on'], 'all': body.get('ratePpm') == 1_000_000}
        return {'outcome': 'recorded'}, population

    # -- amounts

    def facts_of(self, case, requests):
        """The facts as the file establishes them (docs/procedure.md, "Amounts")."""
        income, circumstances, rigid, assets = (case.facts.get(kind) for kind in ('income', 'circumstances', 'rigid', 'assets'))
        members = []
        for person, counted in self.household_of(case).members.items():
            member = {'id': person, 'birthOn': self.people[case.county, person]['birth'], 'counted': counted}
            for stated in (income, circumstances):
                for entry in (stated or {}).get('members', ()):
                    if entry['personId'] == person:
                        member.update({name: value for name, value in entry.items() if name != 'personId'})
            if person in case.facts.get('selfCare', {}):
                member['selfCare'] = case.facts['selfCare'][person]
            members.append(member)
        facts = {'members': members}
        causes = (circumstances or {}).get('causes', case.application.get('causes'))
        if causes is not None:
            facts['causes'] = causes
        if assets is not None:
            facts['assets'] = {name: assets[name] for name in ('compliant', 'financialFen') if name in assets}
        if rigid is not None:
            names = {member['id'] for member in members}
            facts['rigidExpenditure'] = [{'kind': item['kind'], 'monthlyFen': item['monthlyFen'], **({'member': item['personId']} if 'personId' in item else {})}
                                         for item in rigid['items'] if item.get('personId') is None or item['personId'] in names]
            if 'annualReview' in rigid:
                facts['annualReview'] = rigid['annualReview']
        if income is not None and 'lookback' in income:
            facts['lookback'] = income['lookback']
        for name in ('lacksLabour', 'consent', 'residencePermitSince'):
            if name in (circumstances or {}):
                facts[name] = circumstances[name]
        requests = dict(requests or {})
        if case.application['benefit'] == 'unsupportedChild':
            requests.setdefault('unsupportedChildren', {})
        if requests:
            facts['requests'] = requests
        return facts

    def rules_for_exit(self, case, body):
        """None where the documents of the place allow the graduated exit, else the code of the refusal."""
        facts = self.facts_of(case, {'graduatedExit': {'fromYm': body['fromYm'], 'months': body['months'], 'monthlyFen': body['amountFen']}})
        answer = determine(facts, case.division, f"{body['fromYm']}-01", self.published)
        if 'refused' in answer:
            return answer['refused']
        return None if any(entry['benefit'] == 'graduatedExit' and entry['eligible'] == 'yes' for entry in answer['benefits']) else 'NOT_ELIGIBLE'

    def rules_give(self, case, requests, on):
        """What the rules give in the case: {"refused"}, or fen, persons, members, and whether a person decides."""
        answer = determine(self.facts_of(case, requests), case.division, on, self.published)
        if 'refused' in answer:
            return answer
        benefit, beneficiary = case.application['benefit'], case.application.get('beneficiaryId')
        wanted = {'tekun': ('tekun', 'careFee'), 'temporaryRelief': ('oneCaseRelief',) if case.application.get('variant') == 'conference' else ('temporaryRelief',)}.get(benefit, (benefit,))
        found = [entry for entry in answer['benefits'] if entry['benefit'] in wanted and entry['eligible'] != 'no' and (beneficiary is None or beneficiary in entry['members'])]
        if not found:
            return {'refused': 'NOT_ELIGIBLE'}
        members = [beneficiary] if beneficiary is not None and benefit in PERSON_BENEFITS else sorted({member for entry in found for member in entry['members']})
        return {'fen': sum(entry.get('amountFen', 0) for entry in found), 'members': members, 'manual': any(entry['eligible'] == 'manual' for entry in found)}
