#!/usr/bin/env python3
"""Seeded generator of nasty synthetic ledger workbooks (design/formats.md section 1) for differential testing.

    generate.py --seed N --out FILE.xlsx [--county CODE --year Y --policy PACK --cases K] [--ambiguous]

Everything not given is drawn from the seed. By default only spellings and situations that the page decides are used;
--ambiguous adds those listed in AMBIGUITIES.md that can be told in one workbook. All people are invented.
"""
import argparse, calendar, datetime as dt, random
from collections import defaultdict

import chinese_calendar
import openpyxl
from oracle import BENEFIT, OBJECTIVE, PERSON_BENEFITS, SHEETS, nth_workday

COUNTIES = [('360103', 'JX-2018', (2018, 2019)), ('360121', 'JX-2018', (2018, 2019, 2020)), ('360111', 'QS-2019', (2019, 2020)),
            ('360104', 'QS-2019', (2018, 2019, 2020)), ('320583', 'KS-2020', (2020,)), ('450103', 'GX-2019', (2019, 2020)),
            ('450000', 'GX-2019', (2019,)), ('350203', 'XM-2018', (2018, 2019)), ('350200', 'XM-2018', (2018,))]
SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨欧阳'
GIVEN = '安宁平和春夏秋冬山川江河梅兰竹菊云雨'
SHORT = {'dibao': 'DB', 'tekun': 'TK', 'lowIncome': 'ZC', 'temporaryRelief': 'LS', 'disabilityLiving': 'CS',
         'disabilityNursing': 'CH', 'orphan': 'GE'}
CHINESE = {v: k for k, v in BENEFIT.items()}
DAY = dt.timedelta(1)
EXTRA = ['序号', '性别', '录入时间', '户主姓名', '街镇名称', '备注2', '操作员']

def ym_add(ym, n):
    y, m = divmod(int(ym[:4]) * 12 + int(ym[5:]) - 1 + n, 12)
    return f'{y:04}-{m + 1:02}'

def check_digit(s):
    return '10X98765432'[sum(int(c) * w for c, w in zip(s, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11]

class World:
    """The clean content of the workbook: rows as {column: value}, before faults and spellings."""

    def __init__(self, r, county, year, cases, ambiguous):
        self.r, self.county, self.year, self.ambiguous = r, county, year, ambiguous
        self.rows = {name: [] for name in SHEETS}
        self.towns = sorted({f'{county}{n:03}' for n in r.sample([1, 2, 3, 4, 5, 100, 101, 103, 105, 400, 498], r.randint(1, 9 if cases > 150 else 3))})
        self.staff = {t: [f'{i:03}{j}{k}' for j in (10, 20) for k in range(1, 4)] for i, t in enumerate(self.towns, 1)}
        days = [dt.date(year - 2, 1, 1) + DAY * i for i in range((dt.date(year, 12, 31) - dt.date(year - 2, 1, 1)).days + 1)]
        self.days = [d for d in days if ambiguous or d < dt.date(2021, 6, 25)]
        odd = {d for d in self.days if chinese_calendar.is_holiday(d) != (d.weekday() >= 5)}
        self.hot = [d for d in self.days if any(d + DAY * k in odd for k in range(0, 15))]
        self.edges = [d for d in self.days if (d + DAY).day == 1 or d.day == 1 or d.strftime('%m%d') in ('1229', '1230', '0102')]
        self.half_fen = r.random() < .15 and ambiguous
        self.citizens, self.people, self.houses = [], 0, []
        self.lists = r.randint(2, 5)
        self.make_standards()
        while len(self.houses) < max(4, cases * 3 // 4): self.make_household()
        self.serial = defaultdict(int)
        for _ in range(cases): self.make_case()
        self.make_findings(max(5, int(cases * r.choice([.01, .03, .1, .25]))))
        self.make_budget()
        for name in SHEETS:
            if r.random() < .3: r.shuffle(self.rows[name])

    def p(self, chance): return self.r.random() < chance

    # ---- standards
    def make_standards(self):
        r, y = self.r, self.year
        add = lambda key, value, start, end=None: self.rows['标准'].append(
            {'参数': key, '数值': value, '单位': '元/人·月', '起始日期': start, '截止日期': end, '依据': '文〔2018〕1号'})
        self.std, since, value = [], dt.date(y - 2, 1, r.choice([1, 1, 15])), r.randrange(480, 900, 5)
        cuts = [dt.date(y - 1, r.choice([1, 4, 7]), r.choice([1, 1, 1, 2])), dt.date(y, r.choice([1, 7, 10]), r.choice([1, 1, 20]))]
        for i, cut in enumerate(cuts + [None]):
            end = cut - DAY if cut and self.p(.8) else None
            if end is None and cut and not self.ambiguous: end = cut - DAY      # overlaps only when asked for
            if cut and self.p(.1): end -= DAY * 20                              # a gap between two standards
            v = value + (r.choice([.005, .125, .333]) if self.half_fen else 0)
            self.std.append((since, end, v))
            add('dibao.std', v, since, end)
            since, value = cut, value + r.choice([10, 40, 60, 61.5])
        add('wage.min', 1680, dt.date(y, 1, 1))
        add('care.full', .8, dt.date(y, 3, 30))
        add('lowinc.factor', 1.5, dt.date(y - 1, 1, 1))
        add('disab.living', 50, dt.date(y - 1, 1, 1), dt.date(y, 3, 31))
        add('disab.living', 60.5, dt.date(y, 4, 1))

    def std_on(self, day):
        return next((v for s, e, v in self.std if s <= day and (e is None or day <= e)), 600)

    # ---- people and households
    def citizen(self):
        r = self.r
        if self.citizens and self.p(.02): return r.choice(self.citizens)        # the same citizen under another number
        day = dt.date(self.year - r.randint(1, 92), 1, 1) + DAY * r.randint(0, 364)
        body = r.choice([self.county, self.county, '360121', '350204', '110105']) + day.strftime('%Y%m%d') + f'{r.randint(1, 999):03}'
        self.citizens.append(body + check_digit(body))
        return self.citizens[-1]

    def name(self): return self.r.choice(SURNAMES) + ''.join(self.r.choices(GIVEN, k=self.r.randint(1, 2)))

    def make_person(self):
        r = self.r
        self.people += 1
        number = f'{self.people:07}' if self.people % 11 else f'9{self.people:06}'
        disabled = self.p(.2)
        self.rows['人员'].append({
            '人员编号': number, '姓名': self.name(), '身份证号': self.citizen(),
            '残疾类别': r.choice(['肢体', '智力', '精神']) if disabled else None, '残疾等级': r.randint(1, 4) if disabled else None,
            '自理能力': r.choice(['自理', '自理', '半失能', '失能', None]), '劳动能力': r.choice(['有', '部分', '无', None]),
            '死亡日期': r.choice(self.days) if self.p(.02) else None})
        return number

    def make_household(self):
        r, town = self.r, self.r.choice(self.towns)
        number = f'H{town}{len(self.houses) + 1:04}' + ('X' if self.p(.02) else '')
        people = [self.make_person() for _ in range(r.choice([1, 1, 2, 2, 3, 4, 5]))]
        head = people[0]
        self.rows['家庭'].append({
            '户编号': number, '户主人员编号': head, '街镇代码': town, '社区代码': town + f'{r.randint(1, 30):03}' if self.p(.8) else None,
            '联系电话': f'199{r.randint(0, 99999999):08}' if self.p(.6) else None, '开户行': '农商银行' if self.p(.7) else None,
            '账号': '62' + str(r.randint(10**15, 10**16)) if self.p(.7) else None, '账户名': None})
        counted = []
        for i, p in enumerate(people):
            if self.p(.03): continue                                            # not in the member list
            yes = self.p(.93)
            if yes: counted.append(p)
            self.rows['成员'].append({'户编号': number, '人员编号': p, '与户主关系': '户主' if i == 0 else r.choice(['配偶', '子', '女', '父']),
                                    '计入人口': yes})
        if self.houses and self.p(.03):                                         # one person in two households
            other = r.choice(self.houses)[2][0]
            self.rows['成员'].append({'户编号': number, '人员编号': other, '与户主关系': '其他', '计入人口': True})
            counted.append(other)
        self.houses.append((number, town, people, counted))

    # ---- cases
    def start_day(self):
        return self.r.choice(self.r.choices([self.days, self.hot or self.days, self.edges], [4, 4, 2])[0])

    def make_case(self):
        r = self.r
        house, town, people, counted = r.choice(self.houses)
        benefit = r.choices(list(SHORT), [45, 12, 12, 12, 8, 6, 6])[0]
        apply = self.start_day()
        self.serial[apply.year, benefit] += 1
        case = f'{r.choice("ABC")}{apply.year}{SHORT[benefit]}{self.serial[apply.year, benefit]:05}' + ('X' if self.p(.02) else '')
        income = r.choice([0, r.randint(0, 3000), round(r.random() * 2500, 2), round(r.random() * 400, 1)]) if self.p(.9) else None
        with_person = self.p(.7) if benefit in PERSON_BENEFITS else self.p(.03)
        self.rows['申请'].append({
            '案件编号': case, '户编号': house, '救助类别': CHINESE[benefit], '申请日期': apply,
            '受益人员编号': r.choice(people) if with_person else None, '家庭月收入': income,
            '刚性支出月均': r.randint(0, 5000) if self.p(.2) else None, '财产合规': self.p(.95) if self.p(.9) else None,
            '致困原因': r.choice(['因病', '因残', '因失业', None]), '近亲属备案': self.p(.1) if self.p(.9) else None,
            '经办人': r.choice(self.staff[town]) if self.p(.9) else None})
        outcome = r.choices(['granted', 'denied', 'withdrawn', 'running', 'papers'], [70, 9, 6, 9, 6])[0]
        decided = self.make_steps(case, town, benefit, apply, outcome)
        if outcome == 'granted' or outcome == 'papers' and self.p(.5):
            self.make_changes(case, benefit, decided, len(counted) or 1, income)

    def make_steps(self, case, town, benefit, apply, outcome):
        """Writes 办理 rows; returns the day of decision. outcome 'papers' = hardly any rows."""
        r, d, seen = self.r, {}, set()
        near = lambda day, n: r.choices([day + DAY * r.randint(0, n), nth_workday(day, n), nth_workday(day, n) + DAY,
                                         nth_workday(day, n) + DAY * r.randint(1, 4)], [6, 2, 1, 1])[0]
        d['受理'] = apply + DAY * r.choice([0, 0, 1, 3, 5])
        d['信息核对'] = d['受理'] + DAY * r.randint(0, 4)
        d['入户调查'] = near(d['受理'], 10)
        d['民主评议'] = near(d['入户调查'], 5)
        d['初审'] = max(d['民主评议'], d['信息核对']) + DAY * r.randint(0, 5)
        d['公示开始'] = d['初审'] + DAY * r.randint(0, 4)
        d['公示结束'] = d['公示开始'] + DAY * r.choices([7, 8, 10, 6, 5, 0], [60, 15, 10, 10, 3, 2])[0]
        d['审核确认'] = d['公示结束'] + DAY * r.randint(0, 9)
        if benefit not in ('dibao', 'lowIncome') and self.p(.95): del d['民主评议']
        if benefit == 'orphan' and self.p(.9): del d['公示开始'], d['公示结束']
        order, decided = list(d), d['审核确认']
        if outcome == 'papers':
            order = r.sample(order, r.randint(0, 2)) if self.p(.8) else []
        elif outcome != 'granted':
            order = order[:r.randint(1, len(order) - 1)]
            if self.p(.2) and '信息核对' in order: order.remove('信息核对') if len(order) > 3 or self.ambiguous else None
        staff = {s: r.choice(self.staff[town]) for s in order}
        if '初审' in staff and '入户调查' in staff:
            while staff['初审'] == staff['入户调查'] and self.p(.9): staff['初审'] = r.choice(self.staff[town])
        if order and self.p(.12):
            gone = r.choice(order)
            if outcome in ('granted', 'papers') or gone != '信息核对' or self.ambiguous or len(order) > 3: order.remove(gone)
        if self.p(.1) and order:                                                # out of order
            s = r.choice(order)
            d[s] += DAY * r.choice([-30, -10, -3, -1, 3, 20])
        def put(step, day, who):
            if (step, day) in seen: return
            seen.add((step, day))
            self.rows['办理'].append({'案件编号': case, '步骤': step, '日期': day, '经办人': who, '岗位': r.choice(['社区', '街镇经办', None]),
                                    '结果': r.choice(['属实', '无异议', '合计', None]), '备注': None})
        for s in order:
            put(s, d[s], staff[s])
            if self.p(.05): put(s, d[s] + DAY * r.choice([-2, 1, 5, 40]), r.choice(self.staff[town]))    # the step again
        if outcome in ('denied', 'withdrawn'):
            end = max((d[s] for s in order), default=d['受理']) + DAY * r.choice([0, 1, 3])
            if self.p(.2): end -= DAY * r.randint(1, 6)                         # some rows are later than the decision
            put('不予确认' if outcome == 'denied' else '撤回', end, r.choice(self.staff[town]))
            if self.p(.15): put(r.choice(['不予确认', '撤回']), end + DAY * 9, r.choice(self.staff[town]))
            if self.p(.3): put(r.choice(['入户调查', '初审', '公示开始', '复核']), end + DAY * r.randint(1, 20), r.choice(self.staff[town]))
        if outcome == 'granted' and self.p(.04): put('不予确认', d['受理'] + DAY * 3, r.choice(self.staff[town]))
        if outcome == 'granted' and self.p(.3): put('复核', decided + DAY * r.randint(60, 300), r.choice(self.staff[town]))
        return decided

    def amount(self, benefit, ym, persons, income):
        day = dt.date(int(ym[:4]), int(ym[5:]), 1)
        if benefit == 'dibao':
            exact = max(0, round((self.std_on(day) * persons - (income or 0)) * 100 + 1e-7) / 100)
            return self.r.choice([exact] * 6 + [exact + 1, exact + .01, self.std_on(day) // 1])
        return {'temporaryRelief': 1500, 'orphan': 900.5, 'tekun': 871}.get(benefit, 60 * persons)

    def make_changes(self, case, benefit, decided, persons, income):
        r, seen, changes = self.r, set(), []
        def put(kind, ym, money, n, on):
            if (kind, ym) in seen: return
            seen.add((kind, ym))
            changes.append({'案件编号': case, '变动类型': kind, '生效年月': ym, '月金额': round(money, 2), '人数': n, '决定日期': on,
                            '原因': r.choice(['审核确认', '提高标准', '死亡', None])})
        if benefit not in ('dibao', 'lowIncome', 'temporaryRelief'): persons = 1
        ym = ym_add(decided.strftime('%Y-%m'), r.choice([1, 1, 1, 1, 0, -2, 2]))
        put('新增', ym, self.amount(benefit, ym, persons, income), persons, decided)
        stopped = False
        for _ in range(r.choice([0, 1, 1, 2, 3, 5])):
            ym = ym_add(ym, r.choice([1, 1, 2, 3, 6, 12, 0]))
            if ym > f'{self.year + 1}-02': break
            first = dt.date(int(ym[:4]), int(ym[5:]), 1)
            on = first + DAY * r.choice([-20, -10, -1, 0, 5, 45, 130])          # also decided long after it takes effect
            kind = '新增' if stopped else r.choices(['增发', '减发', '渐退', '停发'], [5, 2, 2, 3])[0]
            if benefit == 'temporaryRelief': kind = '停发'
            if self.p(.1): persons = max(1, persons + r.choice([-1, 1]))
            put(kind, ym, 0 if kind == '停发' else self.amount(benefit, ym, persons, income), persons, on)
            stopped = kind == '停发'
            if self.p(.15):                                                     # ties in month, some also in the date
                other = r.choice([k for k in ('新增', '增发', '减发', '渐退', '停发') if k != kind])
                put(other, ym, 0 if other == '停发' else self.amount(benefit, ym, persons + 1, income), persons + 1,
                    on + DAY * r.choice([0, 0, -1, 3]))
        if self.p(.25): r.shuffle(changes)
        self.rows['待遇'] += changes
        self.make_payments(case, benefit, changes)

    def make_payments(self, case, benefit, changes):
        r, y = self.r, self.year
        def pay(kind, on, month, attempt, money, status):
            number = f'{kind}{on.strftime("%Y%m")}-{SHORT[benefit]}-{r.randint(1, self.lists):03}'
            row = {'清册号': number, '年月': month, '案件编号': case, '次数': attempt, '金额': round(money, 2), '状态': status, '结果日期': on,
                   '银行流水号': f'{on:%Y%m%d}{r.randint(0, 10**8):010}' if self.p(.9) else None,
                   '原因代码': None if status == '成功' else r.choice(['AC01', 'MD07', 'BE01'])}
            if (number, month, attempt) not in seen:
                seen.add((number, month, attempt)); self.rows['发放'].append(row)
        seen = set()
        for m in [f'{y - 1}-11', f'{y - 1}-12'] + [f'{y}-{k:02}' for k in range(1, 13)]:
            last = max((c for c in changes if c['生效年月'] <= m), key=lambda c: (c['生效年月'], c['决定日期']), default=None)
            if last is None or last['变动类型'] == '停发' and not self.p(.02) or self.p(.03): continue
            money, on = last['月金额'] or 50, dt.date(int(m[:4]), int(m[5:]), r.randint(8, 14))
            late = on + DAY * r.choice([15, 31, 62])
            status = r.choices(['成功', '失败', '退票'], [88, 7, 5])[0]
            attempts = [1, 1, 1, 1, 2] if self.ambiguous and self.p(.1) else [1]
            pay('FF', on, m, r.choice(attempts), money, status)
            attempt = 1
            while status != '成功' and self.p(.75):                              # re-issue, sometimes in part, sometimes bouncing again
                attempt += 1
                status = r.choices(['成功', '失败', '退票'], [80, 10, 10])[0]
                pay('CB', late, m, attempt, r.choice([money, money, money, money / 2]), status)
                late += DAY * 30
            if self.p(.06):                                                     # arrears: a further first attempt
                pay('BF', late, m, 1, r.choice([10, 60.5, money]), r.choices(['成功', '失败', '退票'], [7, 2, 1])[0])
                if self.p(.3): pay('BC', late + DAY * 31, m, 2, 10, '成功')

    # ---- findings and budget
    def make_findings(self, n):
        r, cases = self.r, [a['案件编号'] for a in self.rows['申请']]
        used = []
        for i in range(n):
            found = dt.date(self.year, 1, 1) + DAY * r.randint(-40, 400)
            state = r.choices(['属实', '不属实', None], [70, 12, 18])[0]
            kind = r.choice(['错保', '超额', '重复', '迟停', '漏保', '错保', None]) if state == '属实' or self.p(.3) else None
            if state is None and kind == '漏保' and not self.ambiguous: kind = '错保'
            month = ym_add(f'{self.year}-{r.choice(["01", "06", "12"])}', r.choice([0, 0, 0, -1, -12, -13, 1, -24]))
            money = r.choice([None, 0, r.randint(1, 9000), round(r.random() * 3000, 2)])
            back = r.choice([None, 0, money, money, (money or 0) / 2 // 1, (money or 0) + 10])
            citizen = r.choice(used) if used and self.p(.15) else self.stranger() if self.p(.15) else r.choice(self.citizens)
            used.append(citizen)
            self.rows['疑点'].append({
                '疑点编号': f'YD{self.year}-{i + 1:04}', '案件编号': r.choice(cases), '身份证号': citizen,
                '来源': r.choice(['审计', '纪检', '举报', '自查', '数据比对']), '发现日期': found, '疑点类型': r.choice(['有车', '大额存款', '死亡人员继续领取']),
                '核实日期': found + DAY * 9 if state else None, '核实结论': state, '错误类别': kind,
                '错误起始年月': month if state == '属实' and self.p(.95) or self.p(.3) else None,
                '错误终止年月': ym_add(month, 2) if self.p(.5) else None, '涉及金额': money,
                '原因类别': r.choice(sorted(OBJECTIVE) * 2 + ['工作过失', '徇私', None]) if state or self.p(.4) else None,
                '秉公办理': r.choice([True, True, True, True, False, None]), '追回金额': back, '追回日期': found + DAY * 30 if back else None,
                '还款协议': r.choice([True, False, None, None]), '责任人': r.choice(sum(self.staff.values(), [])) if self.p(.6) else None})

    def stranger(self):
        body = f'110101{self.r.randint(1940, 2010)}0{self.r.randint(1, 9)}{self.r.randint(10, 28)}{self.r.randint(100, 999)}'
        return body + check_digit(body)

    def make_budget(self):
        for i in range(self.r.randint(3, 15)):
            self.rows['预算'].append({'指标文号': f'财社指〔{self.year}〕{i + 1}号', '日期': dt.date(self.year, 1, 1) + DAY * self.r.randint(0, 360),
                                    '来源': self.r.choice(['中央', '省', '市', '县']), '救助类别': self.r.choice(list(BENEFIT)),
                                    '金额': self.r.choice([300000, 12345.5, 99999999.99, 0])})

class Raw:
    def __init__(self, value): self.value = value

def faulty(r, kind, arg, required, value):
    """A value that is wrong for the column, or None when nothing can be wrong with it."""
    choices = []
    if required and (kind in ('text', 'id') or r.random() < .4): choices.append(lambda: Raw(r.choice([None, '', ' ', '\u3000', '\xa0 '])))
    bad = {'date': ['2019-02-29', '19/3/5', '待补', '2019年', '2019-06', '20191301', '2019-13-01', '三月五日', 20190231, '2019年3月', '/'],
           'month': ['2019年13月', '19年3月', '201913', 201900, '本月', '2019-00', '2019-02-30', '2019年'],
           'money': ['若干', '1,2x0', '336.667', 336.667, '三百元整', '12.345元', '￥0.005', '待定'],
           'number': ['见文件', '约610', '1.5倍'], 'count': ['三', '第一次', '1.5', '两人', '1人'],
           'yes': ['√', '是否', '未备案', '2', 2, '同意'], 'ref': ['9990001', 'H000', '无此案', 7],
           'enum': ['其他', '低保金', '调整', '已发', '区级', '群众反映', '部分属实', 5, '未知', '5', '公示']}.get(kind)
    if kind == 'digits': bad = [str(value)[:-1] if value else '3601', '36010300A'.ljust(arg, '0'), str(value or '1') + '00', '3601030010']
    if bad: choices.append(lambda: Raw(r.choice(bad)))
    if kind == 'citizen' and value:
        def broken():
            wrong_day = value[:10] + r.choice(['0230', '1301', '0000', '0431']) + value[14:17]
            return Raw(r.choice([value[:17] + ('0' if value[17] != '0' else '1'), value[:6] + value[8:17], value[:17], value + '0',
                                 wrong_day + check_digit(wrong_day), '不详', value[:16] + 'A' + value[17]]))
        choices += [broken, broken]
    return r.choice(choices)() if choices else None

def inject(r, world):
    """Faults (also several in one row) and duplicates, in place."""
    for name, (key, columns) in SHEETS.items():
        rows, rate = world.rows[name], r.choice([0, .003, .005, .01, .04])
        if name in ('人员', '家庭'): rate /= 2
        if rows and rate and len(rows) * rate < 3: picked = r.sample(range(len(rows)), min(3, len(rows)))
        else: picked = [i for i in range(len(rows)) if r.random() < rate]
        copies = []
        for i in picked:
            original, row = dict(rows[i]), rows[i]
            for c in r.sample(list(columns), r.choice([1, 1, 1, 1, 2, 4])):
                required, kind, arg = columns[c]
                bad = faulty(r, kind, arg, required, row.get(c))
                if bad is not None: row[c] = bad
            if r.random() < .3: copies.append(r.choice([original, dict(row)]))  # a repetition of a rejected row
        copies += [dict(rows[i]) for i in picked if r.random() < .3]
        for i in range(len(rows)):
            if r.random() < rate / 4: copies.append(dict(rows[i]))
        for row in copies:
            for c in columns:                                                   # half of them with other content
                if c not in key and r.random() < .15 and rows: row[c] = r.choice(rows).get(c)
            rows.insert(r.randint(len(rows) // 2, len(rows)), row)
        if rows and r.random() < .2:                                            # one optional cell alone is no blank row
            optional = [c for c, (required, *_ ) in columns.items() if not required]
            c = r.choice(optional) if optional else list(columns)[0]
            rows.insert(r.randint(0, len(rows)), {c: next((x[c] for x in rows if x.get(c) not in (None, '合计')), Raw('备注'))})

# ---------------------------------------------------------------- spelling
WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
PADS = [' ', '\u3000', '\xa0', '\n', '  ', '\t']

class Speller:
    def __init__(self, r, ambiguous, plain): self.r, self.ambiguous, self.plain, self.habit = r, ambiguous, plain, {}

    def cell(self, sheet, column, kind, v):
        r = self.r
        if isinstance(v, Raw): return v.value
        if v is None: return r.choice([None] * 30 + ['', ' ', '\u3000'])
        styles = getattr(self, kind if kind in ('date', 'month', 'money', 'number', 'count', 'yes', 'citizen') else
                         'id' if kind in ('id', 'ref', 'digits') else 'text')(v)
        if self.plain: return styles[0]
        habit = self.habit.setdefault((sheet, column), r.randrange(100))
        v = styles[habit % len(styles)] if r.random() < .7 else r.choice(styles)
        if isinstance(v, str):
            if r.random() < .03: v = v.translate(WIDE)
            if r.random() < .04: v = r.choice(PADS) + v if r.random() < .5 else v + r.choice(PADS)
        return v

    def date(self, d):
        serial = (d - dt.date(1899, 12, 30)).days
        styles = [dt.datetime(d.year, d.month, d.day), str(d), f'{d.year}/{d.month}/{d.day}', f'{d.year}.{d.month}.{d.day}', f'{d:%Y%m%d}',
                  int(f'{d:%Y%m%d}'), f'{d.year}年{d.month}月{d.day}日', f'{d:%Y年%m月%d日}', f'{d.year}-{d.month}-{d.day}', serial, f'{d:%Y.%m.%d}']
        if self.ambiguous: styles += [dt.datetime(d.year, d.month, d.day, 15, 30), str(serial), f'{d} 00:00:00', f'{d.year}年 {d.month}月{d.day}日']
        return styles

    def month(self, m):
        y, k = int(m[:4]), int(m[5:])
        day = self.r.choice([1, self.r.randint(1, calendar.monthrange(y, k)[1])])
        d = dt.date(y, k, day)
        styles = [m, f'{y}-{k}', f'{y}{k:02}', int(f'{y}{k:02}'), f'{y}年{k}月', f'{y}年{k:02}月', f'{y}/{k}', f'{y}/{k:02}', str(d), f'{y}.{k}.{day}',
                  dt.datetime(y, k, day), (d - dt.date(1899, 12, 30)).days, int(f'{d:%Y%m%d}'), f'{y}年{k}月{day}日', f'{d:%Y%m%d}']
        if self.ambiguous: styles += [f'{y}.{k}', f'{y}.{k:02}', f'{y}年{k}']
        return styles

    def money(self, v):
        whole = [int(v), str(int(v)), f'{int(v):,}', f'{int(v)}元', f'{int(v):,}元'] if v == int(v) else []
        styles = whole + [v, f'{v:.2f}', f'{v:,.2f}', f'¥{v:,.2f}', f'￥{v:.2f}', f'{v:.2f}元', f'{v:,.2f} 元', f'¥ {v:.2f}']
        if self.ambiguous: styles += [f'¥{v:.2f}元', f'{v:.2f}0', v + 1e-9, f'RMB{v}']
        return styles

    def number(self, v): return [v, str(v)]
    def count(self, v): return [v, v, str(v), str(v).translate(WIDE)] + (['01', f'{v}.0'] if self.ambiguous and v == 1 else [])
    def yes(self, v): return (['是', '有', 'Y', '1', 1] if v else ['否', '无', 'N', '0', 0]) + (['y', 'n', True] if self.ambiguous else [])
    def text(self, v): return [str(v)] if not isinstance(v, int) else [v, str(v), str(v).translate(WIDE)]

    def citizen(self, v):
        return [v, v, v.lower(), f'{v[:6]} {v[6:14]} {v[14:]}', f'{v[:6]}{v[6:14]}\u3000{v[14:]}'.lower(), v.translate(WIDE)]

    def id(self, v):
        styles = [v, v, v, v[:4] + ' ' + v[4:], v[:-1] + v[-1].lower() if v.endswith('X') else v]
        if v.isdigit() and not v.startswith('0') and len(v) < 16: styles.append(int(v))
        return styles

# ---------------------------------------------------------------- writing
def spaced(r, name):
    i = r.randrange(len(name) + 1)
    return name[:i] + r.choice([' ', '\u3000', '  ', '\n']) + name[i:] if r.random() < .25 else name

def write_sheet(r, ws, name, columns, rows, speller):
    if speller.plain:
        ws.append(list(columns))
        for row in rows: ws.append([speller.cell(name, c, columns[c][1], row.get(c)) for c in columns])
        return
    extra = r.sample([e for e in EXTRA if e not in columns], r.randint(0, 3))
    if extra and '序号' not in extra and r.random() < .5: extra[0] = '序号'
    layout = list(columns) + extra
    optional = [c for c in columns if not columns[c][0] and all(row.get(c) is None for row in rows)]
    layout = [c for c in layout if c not in optional or r.random() < .5]
    if r.random() < .8: r.shuffle(layout)
    if '序号' in layout and r.random() < .7: layout.remove('序号'); layout.insert(0, '序号')
    lead = [[f'某某县{name}台账']] + [['编制单位：民政局', None, '单位：元'], [None], ['填表说明：见附件']]
    for line in lead[:1] * (r.random() < .8) + r.sample(lead[1:], r.randint(0, 3)): ws.append(line)
    if ws.max_row == 1 and ws['A1'].value and r.random() < .5: ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(layout))
    ws.append([spaced(r, c) for c in layout])
    if name == '办理' and layout.index('结果') < 4 if '结果' in layout else False:   # no data row may open with 合计
        for row in rows: row['结果'] = '属实' if row.get('结果') == '合计' else row.get('结果')
    def line(row, n, blank=False):
        return [speller.cell(name, c, columns[c][1], row.get(c)) if c in columns else
                n if c == '序号' else r.choice(['某', None]) if not blank or r.random() < .3 else None for c in layout]
    n = 0
    for row in rows:
        n += 1
        if r.random() < .01:
            ws.append(line({}, n if r.random() < .7 else None, True)); n += 1
        ws.append(line(row, n))
    if r.random() < .3: ws.append([])
    if r.random() < .7:
        closing = [None] * len(layout)
        for j, c in enumerate(layout):
            if c in columns and columns[c][1] == 'money': closing[j] = r.choice(['=SUM(A3:A9)', 12345.67, '1,234.00'])
        closing[0] = r.choice(['合计', '合 计', '合\u3000计', ' 合计 ', '合  计'])
        ws.append(closing)

def build(seed, out, county=None, year=None, policy=None, cases=None, ambiguous=False, plain=False):
    r = random.Random(seed)
    drawn = r.choice(COUNTIES)
    county, policy = county or drawn[0], policy or drawn[1]
    year = year or r.choice(drawn[2])
    cases = cases or r.choice([20, 30, 50, 80, 120, 200, 400, 800, 2000] if r.random() < .3 else [20, 30, 50, 80, 120])
    world = World(r, county, year, cases, ambiguous)
    inject(r, world)
    wb, speller = openpyxl.Workbook(), Speller(r, ambiguous, plain)
    wb.remove(wb.active)
    names = [n for n in SHEETS if r.random() > (.04 if n in ('标准', '成员', '发放', '疑点', '预算', '待遇', '办理') else .005)]
    sheets = names + ['说明'] + (['目录'] if r.random() < .2 else [])
    if r.random() < .7: r.shuffle(sheets)
    for name in sheets:
        ws = wb.create_sheet(name)
        if name in SHEETS: write_sheet(r, ws, name, SHEETS[name][1], world.rows[name], speller)
        elif name == '说明':
            if r.random() < .7: ws.append(['社会救助台账', None])
            about = [('行政区划代码', speller.cell('说明', 0, 'digits', county)), ('年度', r.choice([year, str(year), str(year).translate(WIDE)])),
                     ('编制单位', '民政局'), ('截止日期', speller.cell('说明', 1, 'date', dt.date(year, 12, 31))),
                     ('政策文件', r.choice([policy, policy + ' ', policy.translate(WIDE)])), ('备注', '合成数据')]
            if r.random() < .5: r.shuffle(about)
            for name, value in about: ws.append([spaced(r, name), value])
        else: ws.append(['目录', '人员编号', '案件编号']); ws.append([1, '0000001', 'X'])
    wb.save(out)
    return county, year, policy, cases

if __name__ == '__main__':
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument('--seed', type=int, required=True)
    args.add_argument('--out', required=True)
    args.add_argument('--county'); args.add_argument('--policy')
    args.add_argument('--year', type=int); args.add_argument('--cases', type=int)
    args.add_argument('--ambiguous', action='store_true')
    args.add_argument('--plain', action='store_true', help='the same content, each value in one plain spelling')
    args = args.parse_args()
    print(*build(**vars(args)))
