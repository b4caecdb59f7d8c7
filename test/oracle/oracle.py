#!/usr/bin/env python3
"""Independent reference for design/formats.md: reads ONE workbook into a fresh ledger and writes
JSON of the shape of data/*.expected.json (without activeCaseSample).

    oracle.py WORKBOOK.xlsx [--asof 2019-05-15 ...] --out OUT.json      (needs openpyxl, chinesecalendar)

Choices where the page is silent are in AMBIGUITIES.md.
"""
import argparse, calendar, collections, datetime as dt, json, re, sys, unicodedata
from decimal import Decimal, ROUND_HALF_UP

import openpyxl
from openpyxl.utils.datetime import from_excel
import chinese_calendar

# ---------------------------------------------------------------- the sheets (formats.md section 1)
BENEFIT = {'低保': 'dibao', '特困': 'tekun', '支出型低收入': 'lowIncome', '临时救助': 'temporaryRelief',
           '残疾人生活补贴': 'disabilityLiving', '重度残疾人护理补贴': 'disabilityNursing', '孤儿': 'orphan'}
STEP = {'受理': 'accepted', '信息核对': 'infoCheck', '入户调查': 'homeVisit', '民主评议': 'democraticReview',
        '初审': 'initialOpinion', '公示开始': 'noticePosted', '公示结束': 'noticeClosed', '审核确认': 'confirmed',
        '不予确认': 'denied', '复核': 'periodicReview', '撤回': 'withdrawn'}
OBJECTIVE = {'不可抗力', '数据共享不准', '隐瞒人口', '隐瞒经济状况', '其他客观'}

def words(s): return set(s.split())

# sheet -> (key, {column: (required, type, argument)}); types: id text date month money number count yes enum digits
# citizen, and ref (argument: the sheet it points into)
def sheet(key, *columns):
    spec = {}
    for c in columns:
        name, kind, *arg = c
        spec[name.rstrip('*')] = (name.endswith('*'), kind, arg[0] if arg else None)
    return key.split('+'), spec

SHEETS = {
    '标准': sheet('参数+起始日期', ('参数*', 'text'), ('数值*', 'number'), ('单位', 'text'), ('起始日期*', 'date'),
                ('截止日期', 'date'), ('依据', 'text')),
    '人员': sheet('人员编号', ('人员编号*', 'id'), ('姓名*', 'text'), ('身份证号*', 'citizen'), ('残疾类别', 'text'),
                ('残疾等级', 'enum', words('1 2 3 4')), ('自理能力', 'enum', words('自理 半失能 失能')),
                ('劳动能力', 'enum', words('有 部分 无')), ('死亡日期', 'date')),
    '家庭': sheet('户编号', ('户编号*', 'id'), ('户主人员编号*', 'ref', '人员'), ('街镇代码*', 'digits', 9),
                ('社区代码', 'digits', 12), ('联系电话', 'id'), ('开户行', 'text'), ('账号', 'id'), ('账户名', 'text')),
    '成员': sheet('户编号+人员编号', ('户编号*', 'ref', '家庭'), ('人员编号*', 'ref', '人员'), ('与户主关系*', 'text'),
                ('计入人口*', 'yes')),
    '申请': sheet('案件编号', ('案件编号*', 'id'), ('户编号*', 'ref', '家庭'), ('救助类别*', 'enum', BENEFIT),
                ('申请日期*', 'date'), ('受益人员编号', 'ref', '人员'), ('家庭月收入', 'money'), ('刚性支出月均', 'money'),
                ('财产合规', 'yes'), ('致困原因', 'text'), ('近亲属备案', 'yes'), ('经办人', 'id')),
    '办理': sheet('案件编号+步骤+日期', ('案件编号*', 'ref', '申请'), ('步骤*', 'enum', STEP), ('日期*', 'date'),
                ('经办人*', 'id'), ('岗位', 'text'), ('结果', 'text'), ('备注', 'text')),
    '待遇': sheet('案件编号+生效年月+变动类型', ('案件编号*', 'ref', '申请'), ('变动类型*', 'enum', words('新增 增发 减发 渐退 停发')),
                ('生效年月*', 'month'), ('月金额*', 'money'), ('人数*', 'count'), ('决定日期*', 'date'), ('原因', 'text')),
    '发放': sheet('清册号+案件编号+年月+次数', ('清册号*', 'id'), ('年月*', 'month'), ('案件编号*', 'ref', '申请'),
                ('次数*', 'count'), ('金额*', 'money'), ('状态*', 'enum', words('成功 失败 退票')), ('结果日期*', 'date'),
                ('银行流水号', 'id'), ('原因代码', 'text')),
    '疑点': sheet('疑点编号', ('疑点编号*', 'id'), ('案件编号*', 'ref', '申请'), ('身份证号*', 'citizen'),
                ('来源*', 'enum', words('审计 纪检 举报 自查 数据比对')), ('发现日期*', 'date'), ('疑点类型*', 'text'),
                ('核实日期', 'date'), ('核实结论', 'enum', words('属实 不属实')),
                ('错误类别', 'enum', words('错保 超额 重复 迟停 漏保')), ('错误起始年月', 'month'), ('错误终止年月', 'month'),
                ('涉及金额', 'money'), ('原因类别', 'enum', OBJECTIVE | words('工作过失 徇私')), ('秉公办理', 'yes'),
                ('追回金额', 'money'), ('追回日期', 'date'), ('还款协议', 'yes'), ('责任人', 'id')),
    '预算': sheet('指标文号', ('指标文号*', 'id'), ('日期*', 'date'), ('来源*', 'enum', words('中央 省 市 县')),
                ('救助类别*', 'enum', BENEFIT), ('金额*', 'money')),
}
CODES = ['REQUIRED', 'FORMAT', 'ENUM', 'ID_CHECKSUM', 'REFERENCE', 'DUPLICATE']

# ---------------------------------------------------------------- reading one cell
def number_cell(v): return isinstance(v, (int, float)) and not isinstance(v, bool)

def plain(v):
    """A numeric cell as Excel shows it: 15 significant digits."""
    return format(Decimal(format(v, '.15g')), 'f') if isinstance(v, float) else str(v)

def text(v):
    if v is None: return ''
    if isinstance(v, bool): return str(v).upper()
    if number_cell(v): v = plain(v)
    elif isinstance(v, (dt.datetime, dt.date)): v = str(v)[:10]
    return unicodedata.normalize('NFKC', str(v)).strip()

def ident(v):
    s = re.sub(r'\s', '', text(v))
    return s[:-1] + 'X' if s.endswith('x') else s

def ymd(y, m, d):
    return dt.date(int(y), int(m), int(d))          # ValueError when there is no such day

SEPARATED = [re.compile(r'([0-9]{4})%s([0-9]{1,2})%s([0-9]{1,2})%s' % p)
             for p in (('-', '-', ''), ('/', '/', ''), (r'\.', r'\.', ''), ('年', '月', '日'))]
COMPACT = re.compile(r'([0-9]{4})([0-9]{2})([0-9]{2})')

def date(v, epoch):
    if isinstance(v, dt.datetime): return v.date()
    if isinstance(v, dt.date): return v
    s = text(v)
    if number_cell(v) and not (v == int(v) and COMPACT.fullmatch(s)):
        if not 1 <= v < 2958466: raise ValueError
        return from_excel(int(v), epoch).date()     # any other number is a serial
    for form in SEPARATED + [COMPACT]:
        if m := form.fullmatch(s): return ymd(*m.groups())
    raise ValueError

MONTHS = [re.compile(p) for p in ('([0-9]{4})-([0-9]{1,2})', '([0-9]{4})/([0-9]{1,2})', '([0-9]{4})年([0-9]{1,2})月',
                                  '([0-9]{4})([0-9]{2})')]

def month(v, epoch):
    s = text(v)
    if not isinstance(v, (dt.date, dt.datetime)):
        for form in MONTHS:
            if m := form.fullmatch(s):
                return ymd(*m.groups(), 1).strftime('%Y-%m')
    return date(v, epoch).strftime('%Y-%m')

def decimal(v):
    if isinstance(v, (dt.date, dt.datetime)): raise ValueError
    s = text(v)
    m = re.fullmatch(r'¥?\s*(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?\s*元?', s)
    if not m: raise ValueError
    return Decimal(m[1] + m[2].replace(',', '') + (m[3] or ''))

def money(v):
    fen = decimal(v) * 100
    if fen != int(fen) or not number_cell(v) and len((text(v).rstrip('元').strip().partition('.')[2])) > 2: raise ValueError
    return int(fen)

def count(v):
    s = text(v)
    if isinstance(v, (dt.date, dt.datetime)) or not re.fullmatch('[0-9]+', s): raise ValueError
    return int(s)

YES = {'是': True, '有': True, 'Y': True, '1': True, '否': False, '无': False, 'N': False, '0': False}

def citizen_ok(s):
    if not re.fullmatch('[0-9]{17}[0-9X]', s): return False
    try: ymd(s[6:10], s[10:12], s[12:14])
    except ValueError: return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return '10X98765432'[sum(int(c) * w for c, w in zip(s, weights)) % 11] == s[17]

def read_cell(v, kind, arg, recorded, epoch):
    """-> (value, code or None)"""
    try:
        if kind == 'text': return text(v), None
        if kind == 'id': return ident(v), None
        if kind == 'date': return date(v, epoch), None
        if kind == 'month': return month(v, epoch), None
        if kind == 'money': return money(v), None
        if kind == 'number': return decimal(v), None
        if kind == 'count': return count(v), None
        if kind == 'yes': return YES[text(v)], None
        if kind == 'enum': return text(v), None if text(v) in arg else 'ENUM'
        if kind == 'citizen': return ident(v), None if citizen_ok(ident(v)) else 'ID_CHECKSUM'
        if kind == 'ref': return ident(v), None if ident(v) in recorded[arg] else 'REFERENCE'
        if kind == 'digits':
            return ident(v), None if re.fullmatch('[0-9]{%d}' % arg, ident(v)) else 'FORMAT'
    except (ValueError, KeyError, OverflowError):
        return text(v), 'FORMAT'

# ---------------------------------------------------------------- reading the workbook
def header_name(v): return re.sub(r'\s', '', text(v))

def data_rows(ws, columns):
    """(row number, {column: cell}) of the data rows of a sheet."""
    rows = [(i, r) for i, r in enumerate(ws.iter_rows(values_only=True), 1)]
    best, at = 0, None
    for i, r in rows[:5]:
        hits = len({header_name(c) for c in r} & set(columns))
        if hits > best: best, at = hits, i
    if at is None: return
    place = {}
    for j, c in enumerate(rows[at - 1][1]):
        if header_name(c) in columns: place.setdefault(header_name(c), j)
    for i, r in rows[at:]:
        filled = [text(c) for c in r if text(c)]
        cells = {name: r[j] if j < len(r) else None for name, j in place.items()}
        if not any(text(c) for c in cells.values()): continue
        if re.sub(r'\s', '', filled[0]) == '合计': continue
        yield i, cells

def load(path):
    wb = openpyxl.load_workbook(path, data_only=True)
    by_name = {text(ws.title): ws for ws in wb}
    about = {}
    for r in by_name['说明'].iter_rows(values_only=True):
        if len(r) > 1: about.setdefault(header_name(r[0]), r[1])
    recorded, tables, sheets, rejections = {}, {}, {}, []
    for name, (key, columns) in SHEETS.items():
        recorded[name], tables[name], seen, n = set(), [], set(), 0
        for row, cells in data_rows(by_name[name], columns) if name in by_name else ():
            n += 1
            values, faults = {}, []
            for c, (required, kind, arg) in columns.items():
                v = cells.get(c)
                if (ident(v) if kind in ('id', 'ref', 'citizen', 'digits') else text(v)) == '':
                    values[c] = None
                    if required: faults.append(('REQUIRED', c))
                    continue
                values[c], code = read_cell(v, kind, arg, recorded, wb.epoch)
                if code: faults.append((code, c))
            k = tuple(values[c] for c in key)
            if key == ['指标文号']: k = (ident(values['指标文号']),)
            if k in seen: faults.append(('DUPLICATE', key[0]))
            seen.add(k)
            if faults:
                code, column = min(faults, key=lambda f: CODES.index(f[0]))   # stable: leftmost first
                rejections.append({'sheet': name, 'row': row, 'column': column, 'code': code})
                continue
            values['row'] = row
            tables[name].append(values)
            recorded[name].add(values[key[0]])
        sheets[name] = {'rows': n, 'recorded': len(tables[name]), 'rejected': n - len(tables[name])}
    return about, tables, sheets, rejections, wb.epoch

# ---------------------------------------------------------------- the ledger and its reports (section 2)
PERSON_BENEFITS = {'tekun', 'disabilityLiving', 'disabilityNursing', 'orphan'}
ORDER = ['accepted', 'infoCheck', 'homeVisit', 'democraticReview', 'initialOpinion', 'noticePosted', 'noticeClosed',
         'confirmed']
PAIR = ('infoCheck', 'homeVisit')

def nth_workday(after, n):
    day = after
    while n:
        day += dt.timedelta(1)
        n -= chinese_calendar.is_workday(day)
    return day

def total(rows, fields): return {f: sum(r[f] for r in rows) for f in fields}

class Ledger:
    def __init__(self, about, tables):
        self.about = about
        self.person = {p['人员编号']: p for p in tables['人员']}
        self.household = {h['户编号']: h for h in tables['家庭']}
        self.counted = collections.defaultdict(set)
        for m in tables['成员']:
            if m['计入人口']: self.counted[m['户编号']].add(m['人员编号'])
        self.standards = [s for s in tables['标准'] if s['参数'] == 'dibao.std']
        self.cases = {}
        for a in tables['申请']:
            self.cases[a['案件编号']] = dict(a, town=self.household[a['户编号']]['街镇代码'], benefit=BENEFIT[a['救助类别']],
                                           steps=[], changes=[], pays=[])
        for s in tables['办理']: self.cases[s['案件编号']]['steps'].append(s)
        for c in tables['待遇']: self.cases[c['案件编号']]['changes'].append(c)
        for p in tables['发放']: self.cases[p['案件编号']]['pays'].append(p)
        self.findings = tables['疑点']
        for c in self.cases.values():
            c['changes'].sort(key=lambda x: (x['生效年月'], x['决定日期'], x['row']))
        self.deviations = {i: list(self.deviate(c)) for i, c in self.cases.items()}
        self.limits = {}

    def active(self, case, m):
        """The change in force in month m, or None."""
        last = None
        for c in case['changes']:
            if c['生效年月'] <= m: last = c
        return last if last and last['变动类型'] != '停发' else None

    def caseload(self, day):
        sums = collections.defaultdict(lambda: [0, 0, 0])
        for case in self.cases.values():
            if c := self.active(case, day.strftime('%Y-%m')):
                s = sums[case['town'], case['benefit']]
                s[0] += 1; s[1] += c['人数']; s[2] += c['月金额']
        fields = ('households', 'persons', 'monthlyFen')
        rows = [dict(division=d, benefit=b, **dict(zip(fields, s))) for (d, b), s in sorted(sums.items())]
        return {'rows': rows, 'total': total(rows, fields)}

    def payments(self, m):
        fields = ('items', 'settledItems', 'outstandingItems', 'listedFen', 'settledFen', 'failedFen', 'outstandingFen')
        sums = collections.defaultdict(lambda: dict.fromkeys(fields, 0))
        for case in self.cases.values():
            pays = [p for p in case['pays'] if p['年月'] == m]
            if not pays: continue
            listed = sum(p['金额'] for p in pays if p['次数'] == 1)
            settled = sum(p['金额'] for p in pays if p['状态'] == '成功')
            failed = sum(p['金额'] for p in pays if p['状态'] != '成功')
            s = sums[case['benefit']]
            s['items'] += 1
            s['settledItems' if settled >= listed else 'outstandingItems'] += 1
            for f, v in (('listedFen', listed), ('settledFen', settled), ('failedFen', failed),
                         ('outstandingFen', listed - settled)):
                s[f] += v
        rows = [dict(benefit=b, **s) for b, s in sorted(sums.items())]
        return {'rows': rows, 'total': total(rows, fields)}

    # ---- procedure
    def accepted_on(self, case):
        return min((s['日期'] for s in case['steps'] if STEP[s['步骤']] == 'accepted'), default=case['申请日期'])

    def deviate(self, case):
        """(code, step) of a case accepted before 2021-07-01."""
        if self.accepted_on(case) >= dt.date(2021, 7, 1): return
        rows = [(STEP[s['步骤']], s['日期'], s['经办人']) for s in case['steps']]
        order = [s for s in ORDER if (s != 'democraticReview' or case['benefit'] in ('dibao', 'lowIncome'))
                 and (s not in ('noticePosted', 'noticeClosed') or case['benefit'] != 'orphan')]
        decided = case['changes'] or any(s == 'confirmed' for s, _, _ in rows)
        if not decided:
            end = min((d for s, d, _ in rows if s in ('denied', 'withdrawn')), default=dt.date.max)
            rows = [r for r in rows if r[1] <= end]
        first = {s: min(d for t, d, _ in rows if t == s) for s in {r[0] for r in rows} if s in order}

        for i, s in enumerate(order):
            if s in first:
                before = [t for t in order[:i] if t in first and not (s in PAIR and t in PAIR)]
                if before:
                    near = max(first[t] for t in PAIR if t in first) if before[-1] in PAIR else first[before[-1]]
                    if first[s] < near: yield 'STEP_ORDER', s
            elif decided or any(t in first for t in order[i + 1:]):
                yield 'MISSING_STEP', s

        if 'noticePosted' in first and 'noticeClosed' in first:
            if (first['noticeClosed'] - first['noticePosted']).days < 7: yield 'NOTICE_SHORT', 'noticeClosed'
        if 'accepted' in first and 'homeVisit' in first:
            if first['homeVisit'] > nth_workday(first['accepted'], 10): yield 'VISIT_LATE', 'homeVisit'
        if 'homeVisit' in first and 'democraticReview' in first:
            if first['democraticReview'] > nth_workday(first['homeVisit'], 5): yield 'REVIEW_LATE', 'democraticReview'
        visitors = {w for s, _, w in rows if s == 'homeVisit'}
        if any(s == 'initialOpinion' and w in visitors for s, _, w in rows): yield 'SAME_OFFICER', 'initialOpinion'

    def procedure(self, year=None):
        rows = [{'caseId': i, 'division': self.cases[i]['town'], 'benefit': self.cases[i]['benefit'], 'code': c, 'step': s}
                for i, found in self.deviations.items() for c, s in found
                if year is None or self.accepted_on(self.cases[i]).year == year]
        return {'rows': sorted(rows, key=lambda r: tuple(r.values()))}

    # ---- tolerance and exemption
    def assisted(self, case, year):
        """Citizen ids assisted by the case in the year."""
        if not any(self.active(case, f'{year}-{m:02}') for m in range(1, 13)): return set()
        if case['benefit'] in PERSON_BENEFITS:
            people = {case['受益人员编号'] or self.household[case['户编号']]['户主人员编号']}
        else: people = self.counted[case['户编号']]
        return {self.person[p]['身份证号'] for p in people}

    @staticmethod
    def is_error(f): return f['核实结论'] == '属实' and f['错误类别'] != '漏保'

    def limit(self, division, year):
        if (division, year) not in self.limits:
            people = set()
            for case in self.cases.values():
                if case['town'].startswith(division): people |= self.assisted(case, year)
            errors = [f for f in self.findings if self.is_error(f) and (f['错误起始年月'] or '')[:4] == f'{year:04}'
                      and self.cases[f['案件编号']]['town'].startswith(division)]
            objective = {f['身份证号'] for f in errors if f['原因类别'] in OBJECTIVE}
            self.limits[division, year] = {
                'totalPersons': len(people), 'errorPersons': len({f['身份证号'] for f in errors}),
                'objectiveErrorPersons': len(objective), 'withinLimit': len(objective) * 100 <= 2 * len(people),
                'headroomPersons': 2 * len(people) // 100 - len(objective)}
        return self.limits[division, year]

    def tolerance(self, division, year):
        listed = []
        for f in self.findings:
            case = self.cases[f['案件编号']]
            pending = f['核实结论'] is None and f['错误类别'] != '漏保'
            since = f['错误起始年月'] or (f['发现日期'].strftime('%Y-%m') if pending else '')
            if not case['town'].startswith(division) or not (pending or self.is_error(f)): continue
            if since[:4] != f'{year:04}': continue
            amount = f['涉及金额']
            conditions = {
                'publicSpirit': bool(f['秉公办理']),
                'procedureComplete': not self.deviations[f['案件编号']],
                'objectiveCause': f['原因类别'] in OBJECTIVE,
                'withinLimit': all(self.limit(d, year)['withinLimit'] for d in (case['town'], case['town'][:6])),
                'recoverable': bool(f['还款协议']) or amount is not None and (f['追回金额'] or 0) >= amount}
            outcome = 'pending' if pending else 'exempt' if all(conditions.values()) else 'accountable'
            listed.append({'findingId': f['疑点编号'], 'caseId': f['案件编号'], 'outcome': outcome, 'conditions': conditions})
        return {'division': division, 'year': year, **self.limit(division, year), 'provisional': True,
                'findings': sorted(listed, key=lambda f: f['findingId'])}

    # ---- amounts
    def amounts(self):
        rows = []
        for i, case in self.cases.items():
            n = len(self.counted[case['户编号']])
            if case['benefit'] != 'dibao' or case['家庭月收入'] is None or not n: continue
            if ident(self.about.get('政策文件')) not in ('QS-2019', 'JX-2018'): continue
            for c in case['changes']:
                first = dt.date(int(c['生效年月'][:4]), int(c['生效年月'][5:]), 1)
                standards = [s for s in self.standards if s['起始日期'] <= first and (not s['截止日期'] or first <= s['截止日期'])]
                if c['变动类型'] not in ('新增', '增发', '减发') or not standards: continue
                std = max(standards, key=lambda s: s['起始日期'])['数值'] * 100
                expected = int(max(Decimal(0), std * n - case['家庭月收入']).quantize(Decimal(1), ROUND_HALF_UP))
                if expected != c['月金额']:
                    rows.append({'caseId': i, 'effectiveMonth': c['生效年月'], 'decidedFen': c['月金额'], 'expectedFen': expected})
        return {'rows': sorted(rows, key=lambda r: tuple(r.values()))}

def run(path, asof=()):
    about, tables, sheets, rejections, _ = load(path)
    ledger = Ledger(about, tables)
    year, county = int(text(about['年度'])), ident(about['行政区划代码'])
    ends = [dt.date(year, m, calendar.monthrange(year, m)[1]) for m in range(1, 13)] + sorted(asof)
    towns = sorted({h['街镇代码'] for h in ledger.household.values()})
    return {
        'sheets': sheets, 'rejections': rejections,
        'caseload': {str(d): ledger.caseload(d) for d in ends},
        'payments': {f'{year}-{m:02}': ledger.payments(f'{year}-{m:02}') for m in range(1, 13)},
        'procedure': {str(year - 1): ledger.procedure(year - 1), str(year): ledger.procedure(year), 'all': ledger.procedure()},
        'tolerance': [ledger.tolerance(d, y) for y in (year - 1, year) for d in [county] + towns],
        'amounts': ledger.amounts(),
    }

if __name__ == '__main__':
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument('workbook')
    args.add_argument('--asof', nargs='*', default=[], type=dt.date.fromisoformat)
    args.add_argument('--out', required=True)
    args = args.parse_args()
    with open(args.out, 'w', encoding='utf-8') as out:
        json.dump(run(args.workbook, args.asof), out, ensure_ascii=False, indent=1)
