/** What an inspector must find in a report, where it leads, and that nothing in a value can change the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '#kernel';
import type { BundleContents, OpenedEvent } from '../contents.js';
import { renderReport } from './report.js';
import { CASE, COUNTY, PHOTO, REPORT, SAMPLE } from './testing/sample-contents.js';

const PAGE = renderReport(SAMPLE);

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
/** What a reader sees: cells parted by |. */
const seen = (markup: string): string => markup.replace(/<\/t[dh]>\s*/g, ' | ').replace(/<br>/g, ' ').replace(/<[^>]*>/g, '').replace(/&(lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] as string).replace(/[ \n]+/g, ' ').trim();
const sectionOf = (page: string, title: string): string => page.split('<section>').find((part) => part.includes(`、${title}</h2>`)) ?? '';
const rowsOf = (markup: string): readonly string[] => [...markup.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row]) => seen(row as string).replace(/ ?\|$/, ''));
const eventRow = (index: number, page = PAGE): string => seen(new RegExp(`<tr id="e${index}">[\\s\\S]*?</tr>`).exec(page)?.[0] ?? '');
const titlesOf = (page: string): readonly string[] => [...page.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title as string);
const hrefsOf = (page: string): readonly string[] => [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href as string);

const withEvents = (events: readonly OpenedEvent[]): BundleContents => ({ ...SAMPLE, events });
const EMPTY: BundleContents = { manifest: { ...SAMPLE.manifest, streams: [], entries: [], persons: [] }, events: [], papers: [], rules: [], procedure: [], exemption: null };

describe('the page', () => {
  test('is a document of its own: no script, nothing fetched, Chinese', () => {
    expect(PAGE.startsWith('<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n')).toBe(true);
    expect(PAGE).toContain('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">');
    expect(PAGE).not.toMatch(/<(script|img|link|iframe|object|embed|base|form)\b|\son\w+=|url\(|@import|https?:|javascript:/i);
    expect([...PAGE.matchAll(/<style>/g)].length).toBe(1);
  });
  test('closes what it opens', () => {
    const open: string[] = [];
    for (const [, slash, tag] of PAGE.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (['meta', 'br', 'col'].includes(tag as string)) continue;
      if (slash === '') open.push(tag as string);
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
  });
  test('has every section, numbered', () => {
    expect(titlesOf(PAGE)).toEqual(['一、基本情况', '二、时间线', '三、程序与时限', '四、发放', '五、疑点与认定', '六、免责五项条件', '七、所依据的规则', '八、纸质材料', '九、查阅记录', '十、怎样核验']);
  });
  test('leaves out what would be empty, and numbers the rest', () => {
    expect(titlesOf(renderReport(EMPTY))).toEqual(['一、怎样核验']);
    expect(titlesOf(renderReport({ ...SAMPLE, exemption: null, rules: [], procedure: [] }))).toEqual(['一、基本情况', '二、时间线', '三、发放', '四、疑点与认定', '五、纸质材料', '六、查阅记录', '七、怎样核验']);
    for (const page of [PAGE, renderReport(EMPTY)]) expect(page).not.toMatch(/<tbody>\s*<\/tbody>|undefined|NaN|\[object/);
  });
  test('is the same again, in whatever order the events are handed over', () => {
    expect(renderReport(structuredClone(SAMPLE))).toBe(PAGE);
    expect(renderReport(withEvents([...SAMPLE.events].reverse()))).toBe(PAGE);
  });
  test('asks nothing of the machine: no clock, no local time, no locale, no chance, no input', () => {
    const folder = 'libs/bundle/src/report';
    const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
    expect(sources.length).toBeGreaterThan(15);
    const asking = /new Date\(\)|Date\.now|\.get(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\(|toLocale|localeCompare|Intl\.|Math\.random|process\.|from 'node:|\bawait\b|\\p\{/;
    expect(sources.filter(([, text]) => asking.test(text)).map(([file]) => file)).toEqual([]);
  });
});

describe('links', () => {
  const anchors = [...PAGE.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id as string);
  test('every anchor stands once, every link in the page has one', () => {
    expect(new Set(anchors).size).toBe(anchors.length);
    const inside = hrefsOf(PAGE).filter((href) => href.startsWith('#'));
    expect(inside.length).toBeGreaterThan(60);
    expect(inside.filter((href) => !anchors.includes(href.slice(1)))).toEqual([]);
  });
  test('every entry and its proof are linked from its row, and no others', () => {
    const ten = SAMPLE.manifest.entries.map(({ index }) => String(index).padStart(10, '0'));
    const outside = hrefsOf(PAGE).filter((href) => !href.startsWith('#'));
    expect([...new Set(outside)].sort()).toEqual([...ten.flatMap((index) => [`entries/${index}.json`, `proofs/${index}.tlog-proof`]), `papers/${PHOTO}`, 'VERIFY.md'].sort());
    for (const { index } of SAMPLE.events) expect(/<tr id="e(\d+)">[\s\S]*?<\/tr>/.exec(PAGE.slice(PAGE.indexOf(`<tr id="e${index}">`)))?.[0]).toContain(`<a href="entries/${String(index).padStart(10, '0')}.json">原文</a> <a href="proofs/${String(index).padStart(10, '0')}.tlog-proof">证明</a>`);
  });
  test('an entry that is not there is said to be not there', () => {
    expect(PAGE).toContain('〔记录 999，不在本包〕');
  });
});

test('the cover says what it is about, who asks, who exported it and when', () => {
  const header = seen(PAGE.slice(PAGE.indexOf('<header>'), PAGE.indexOf('</header>')));
  for (const said of [
    `案件 ${CASE}@${COUNTY}`, '调阅机关 | 示例市纪律检查委员会', '调阅文号 | 赣纪调〔2022〕17号', '导出人 | 001203，县级民政审核确认，单位 91350100M000100Y43', '导出日期 | 2022年12月5日', '导出时刻 | 2022年12月5日 02:05:09（北京时间）UTC 2022-12-04T18:05:09.120Z',
    '日志名称 | example.gov.cn/taizhang/360111', '记录 | 36 条，分属 12 个案卷；其中 1 处内容未提供密钥', '涉及人员 | 3 人：P2001@360111、P2002@360111、P2003@360111',
  ]) expect(header).toContain(said);
  expect(rowsOf(PAGE)).toContain('清册分册 dibao-2021-10-1@360111 | 4 | 部分：只有与本次调阅有关的记录');
});

describe('基本情况', () => {
  const rows = rowsOf(sectionOf(PAGE, '基本情况'));
  test('the household as it was opened: one number not given, one member erased', () => {
    expect(rows).toContain('P2001 | 林甲 | 11010519491231002X | 女 | 1949年12月31日 | 户主 | 是 | | 〔4·原文〕〔8·原文〕');
    expect(rows).toContain('P2002 | 林乙 | 〔未提供〕 | 男 | 1972年5月6日 | 子 | 是 | | 〔5·原文〕〔9·原文〕');
    expect(rows).toContain('P2003 | 已删除 | 已删除-1f2e3d4c | 已删除 | 已删除 | 孙 | 否 | 个人信息已删除 | 〔6·原文〕〔48·原文〕〔10·原文〕');
  });
  test('the case and what it is paid at the export', () => {
    expect(rows).toContain('决定 | 2021年9月28日 审核确认（QR-2021-0098）〔19·原文〕');
    expect(rows).toContain('2022年12月待遇 | 每月 840.50 元，2 人〔31·原文〕');
    expect(rows).toContain('待遇建立 | 2021年10月 | 1,080.00 | 2 | 2021年9月28日 | QR-2021-0098 | | 〔20·原文〕');
  });
  test('a change that counts from a later month is not yet in force, a stop is said', () => {
    const change = (index: number, type: string, fromYm: string): OpenedEvent => ({ ...SAMPLE.events.find((event) => event.index === 31) as OpenedEvent, index, revision: String(index), eventId: `x${index}`, type, data: { caseId: CASE, benefit: 'dibao', fromYm, decidedOn: '2022-11-20', newFen: 0, persons: 2, pack: 'QS-2019', cause: 'death' } });
    expect(rowsOf(renderReport(withEvents([...SAMPLE.events, change(50, 'BenefitStopped', '2023-01')])))).toContain('2022年12月待遇 | 每月 840.50 元，2 人〔31·原文〕');
    const stopped = rowsOf(renderReport(withEvents([...SAMPLE.events, change(50, 'BenefitStopped', '2022-12')])));
    expect(stopped).toContain('2022年12月待遇 | 已停发〔50·原文〕');
    expect(stopped).toContain('停发 | 2022年12月 | 0.00 | 2 | 2022年11月20日 | | 死亡 | 〔50·原文〕');
  });
  test('a correction is followed and shown', () => {
    const registered = SAMPLE.events.find(({ index }) => index === 4) as OpenedEvent;
    const corrected: OpenedEvent = { ...registered, index: 51, revision: '1', eventId: 'y', type: 'CorrectionRecorded', data: { personId: 'P2001', correctionNo: 'GZ-2', on: '2022-11-24', targetEventId: registered.eventId, targetType: 'PersonRegistered', field: 'name', old: '林甲', new: '林申', reason: '录入有误', requestedBy: '003105', approver: '001203' } };
    const page = renderReport(withEvents([...SAMPLE.events, corrected]));
    expect(rowsOf(page)).toContain('P2001 | 林申 | 11010519491231002X | 女 | 1949年12月31日 | 户主 | 是 | 有更正 | 〔4·原文〕〔51·原文〕〔8·原文〕');
    expect(eventRow(51, page)).toContain('被更正的事件：人员登记〔4·原文〕；被更正的事件种类：人员登记；字段：姓名；原为：林甲；更正为：林申；理由：录入有误');
  });
});

describe('时间线', () => {
  test('in the order in which it happened', () => {
    const order = [...PAGE.matchAll(/<tr id="e(\d+)">/g)].map(([, index]) => Number(index));
    expect(order).toEqual([4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 28, 31, 33, 42, 34, 43, 35, 36, 37, 45, 46, 38, 39, 48, 40]);
  });
  test('both times, who acted, the facts, the papers', () => {
    expect(eventRow(14)).toBe('发生2021年9月7日 入账2021年9月7日 10:00:00 | 入户调查 案件 QS2021DB00001@360111 序号 2入户编号：RH-2021-0231；调查人员：003101、003102；在场人员：P2001；调查情况：三口人同住，住房四十平方米，无车，无经营材料：入户照片 3a7bd3e2360a（拍摄 2021年9月7日 10:12:00） | 003105 镇街经办 91350100M000100Y43 | 14 原文 证明 |');
    expect(eventRow(20)).toContain('发生2021年9月28日 起效2021年10月 入账2021年9月28日 10:00:00');
    expect(eventRow(19)).toContain('依据规则：JX-2018-02-03、CN-R220-27');
    expect(eventRow(48)).toContain('系统自动');
  });
  test('fen as yuan, codes as words, groups part by part', () => {
    expect(eventRow(12)).toContain('救助类别：低保；户编号：H1001；申请人：P2001；救助对象：家庭；渠道：窗口；提交材料：申请书、户口簿；签订诚信承诺：是；致困原因：因病、失业；经办人：003105');
    expect(eventRow(15)).toContain('结论：与申报一致；核对情况：（1）来源 存款，人员编号 P2001，情况 活期存款，金额 3,120.45 元');
    expect(eventRow(16)).toContain('家庭月收入：1,380.00 元；成员：（1）人员编号 P2002，月收入 工资 1,500.00 元，税费和社会保险 120.00 元，就业 是，劳动能力 有');
    expect(eventRow(37)).toContain('分期：（1）期限 2022年10月31日，金额 840.50 元；（2）期限 2022年11月30日，金额 840.50 元');
  });
  test('what was recorded more than 30 days later is marked, by days in China', () => {
    expect(eventRow(34)).toContain('入账2022年12月1日 00:30:00 补录：晚 84 天');
    expect([...PAGE.matchAll(/补录：晚/g)].length).toBe(1);
    expect(seen(PAGE)).toContain('标为“补录”，共 1 条');
    const recordedAt = (instant: string): string => eventRow(13, renderReport(withEvents(SAMPLE.events.map((event) => (event.index === 13 ? { ...event, metadata: { ...event.metadata, recordedAt: instant } } : event)))));
    // 30 days after 2021-09-02 is 2021-10-02, until midnight in China.
    expect(recordedAt('2021-10-02T15:59:59.000Z')).not.toContain('补录');
    expect(recordedAt('2021-10-02T16:00:00.000Z')).toContain('补录：晚 31 天');
  });
  test('what was not given, and what was erased', () => {
    expect(eventRow(5)).toContain('身份证号：〔未提供〕；姓名：林乙');
    expect(eventRow(5)).toContain('本条有 1 处内容未提供密钥。');
    expect(eventRow(6)).toContain('身份证号：已删除-1f2e3d4c；姓名：已删除；出生日期：已删除');
  });
  test('what is too long to tell, and what is unknown', () => {
    const unknown: OpenedEvent = { ...SAMPLE.events[0] as OpenedEvent, index: 60, revision: '9', eventId: 'z', type: 'SomethingNew', data: { newField: 'x', lines: Array.from({ length: 200 }, (_, line) => ({ itemNo: `item-${line}`, fen: 1 })) } };
    const row = eventRow(60, renderReport(withEvents([...SAMPLE.events, unknown])));
    expect(row).toContain('SomethingNew');
    expect(row).toContain('newField：x；明细：共 200 项，见原文');
  });
});

test('程序与时限: deviations, what is owed, and the records of the step', () => {
  const rows = rowsOf(sectionOf(PAGE, '程序与时限'));
  expect(rows).toContain('缺步骤 | 初审 | | | 无');
  expect(rows).toContain('公示不足 | 公示结束 | | | 〔18·原文〕');
  expect(rows).toContain('入户超期 | 入户调查 | 2021年9月6日 | 1 | 〔14·原文〕');
  expect(rows).toContain('定期复核 | 2022年9月28日 | 已逾期 | 无');
  expect(rows).toContain('结果公布 | 无法计算（节假日安排未公布） | | 〔19·原文〕');
  expect(seen(PAGE)).toContain('发现偏离 3 项');
});

test('程序与时限: where there is none it says so', () => {
  const section = seen(sectionOf(renderReport({ ...SAMPLE, procedure: [{ caseKey: `${CASE}@${COUNTY}`, benefit: 'dibao', deviations: [], open: [] }] }), '程序与时限'));
  expect(section).toContain('未发现偏离');
  expect(section).not.toContain('尚未办结');
});

test('发放: October failed once and was paid, November came back', () => {
  const rows = rowsOf(sectionOf(PAGE, '发放'));
  expect(rows).toContain('2021年10月 | 低保 | 1,080.00 | 1,080.00 | 1,080.00 | 0.00 | 重发 1 次 | 〔23·原文〕〔24·原文〕〔25·原文〕〔26·原文〕');
  expect(rows).toContain('2021年11月 | 低保 | 1,080.00 | 0.00 | 1,080.00 | 1,080.00 | | 〔27·原文〕〔28·原文〕');
  expect(rows).toContain('合计 | | 2,160.00 | 1,080.00 | 2,160.00 | 1,080.00 | |');
});

test('发放: what is void is owed no more, unless another attempt had paid it', () => {
  const bounced = SAMPLE.events.find(({ index }) => index === 28) as OpenedEvent;
  const voided = (index: number, data: Readonly<Record<string, Json>>): OpenedEvent => ({ ...bounced, index, revision: String(index), eventId: `v${index}`, type: 'PaymentVoided', data: { ...bounced.data, ...data, voidedOn: '2021-11-20', was: 'returned', reason: '死亡' } });
  const october = { itemNo: `${CASE}/2021-10/base/1`, listNo: 'dibao-2021-10', ym: '2021-10', paidBy: `${CASE}/2021-10/base/2` };
  const rows = rowsOf(sectionOf(renderReport(withEvents([...SAMPLE.events, voided(52, {}), voided(53, october)])), '发放'));
  expect(rows).toContain('2021年11月 | 低保 | 1,080.00 | 0.00 | 0.00 | 0.00 | 作废 1,080.00 元 | 〔27·原文〕〔28·原文〕〔52·原文〕');
  expect(rows.find((row) => row.startsWith('2021年10月'))).toContain('1,080.00 | 1,080.00 | 0.00 | 0.00 | 重发 1 次');
});

test('疑点与认定: each finding with where it stands', () => {
  const section = sectionOf(PAGE, '疑点与认定');
  const rows = rowsOf(section);
  expect(seen(section)).toContain('核实属实；认定金额 1,681.00 元；决定追回 1,681.00 元；已收回 840.50 元；已免责。');
  expect(seen(section)).toContain('核实有合理解释。');
  expect(rows.find((row) => row.startsWith('认定'))).toContain('错误类别：迟停；起始年月：2022年5月；终止年月：2022年8月；金额：1,681.00 元；原因类别：数据共享不准');
  expect(rows.find((row) => row.startsWith('责任'))).toContain('工作人员：003101；处理方式：免责；情节：较轻；依据：GX-2019-06-06');
  expect(section).toContain('反映户内有车 &lt;b&gt;&quot;豪车&quot;&lt;/b&gt;');
});

describe('免责五项条件', () => {
  const section = sectionOf(PAGE, '免责五项条件');
  const rows = rowsOf(section);
  test('five rows: at the decision, now, what they rest on, the records behind', () => {
    expect(rows).toContain('秉公办理 | 符合 | 符合 | 认定书载明经办人员秉公办理 | 〔35·原文〕');
    expect(rows).toContain('程序完整 | 符合 | 符合 | 程序核对未发现偏离 | 〔13·原文〕〔14·原文〕〔18·原文〕〔19·原文〕');
    expect(rows).toContain('客观原因 | 符合 | 符合 | 死亡信息迟报，部门共享数据到9月才更新 | 〔35·原文〕');
    expect(rows).toContain('未超比例 | 符合 | 不符合 | 决定时：县 3 人，镇 1 人 现在：县 9 人，超过 2 % | 〔38·原文〕〔记录 999，不在本包〕');
    expect(rows).toContain('能够追回 | 符合 | 符合 | 已签还款协议 | 〔37·原文〕〔39·原文〕');
  });
  test('the share is worked out, with the findings counted', () => {
    expect(rows).toContain('360111 县级 | 412 | 4 | 3 | 3 ÷ 412 = 0.73 % ≤ 2 %（3 × 50 = 150 ≤ 412） | 未超 | YD-2022-01@360111、YD-2022-07@360111');
    expect(rows).toContain('360111003 乡级 | 50 | 1 | 1 | 1 ÷ 50 = 2.00 % ≤ 2 %（1 × 50 = 50 ≤ 50） | 未超 | YD-2022-01@360111');
    expect(rows).toContain('360111 县级 | 412 | 9 | 9 | 9 ÷ 412 = 2.18 % > 2 %（9 × 50 = 450 > 412） | 超过 | YD-2022-01@360111');
    expect(section).toContain('<a href="#f1">YD-2022-01@360111</a>');
  });
  test('a difference is noted where it is seen, and only where there is one', () => {
    expect(seen(section)).toContain('注意：现在的情况与作出决定时不同。“未超比例”决定时符合，现在不符合。计算比例的人数已有变化，见下表。');
    const { exemption } = SAMPLE;
    if (exemption === null || exemption.atDecision === null) throw new Error('the sample has an exemption');
    const same = seen(sectionOf(renderReport({ ...SAMPLE, exemption: { ...exemption, now: { ...exemption.atDecision, entry: null } } }), '免责五项条件'));
    expect(same).not.toContain('注意');
    expect(same).toContain('决定时全部符合；现在全部符合');
    const undecided = seen(sectionOf(renderReport({ ...SAMPLE, exemption: { ...exemption, atDecision: null } }), '免责五项条件'));
    expect(undecided).toContain('尚未作出免责评估或决定');
    expect(undecided).toContain('秉公办理 | — | 符合');
  });
});

test('所依据的规则, 纸质材料, 查阅记录', () => {
  expect(rowsOf(sectionOf(PAGE, '所依据的规则'))).toContain('JX-2018-02-03 低保条件 | 关于加强城市贫困群众脱贫解困工作的意见（赣办发〔2018〕1号） 2018年1月2日，文件包 JX-2018，第1版 | “共同生活的家庭成员人均收入低于当地最低生活保障标准”');
  expect(rowsOf(sectionOf(PAGE, '所依据的规则'))).toContain('CN-R220-27 补差发放 | 最低生活保障审核审批办法（试行） 文件包 CN，第1版 | 文件没有单独的条文');
  expect(rowsOf(sectionOf(PAGE, '纸质材料'))).toContain(`入户照片 | ${PHOTO} | 2,381,004 | 在本包 image/jpeg | 〔14·原文〕`);
  expect(rowsOf(sectionOf(PAGE, '纸质材料'))).toContain(`核对报告 | ${REPORT} | 88,120 | 未附：内容没有存入材料库 | 〔15·原文〕`);
  expect(rowsOf(sectionOf(PAGE, '查阅记录'))).toContain('2022年10月9日 10:00:00 | 900017 | 纪检监察/审计/财政监督（只读） | 360000 | 案卷 QS2021DB00001@360111 | 赣纪核〔2022〕9号 | 已查阅 | 〔45·原文〕');
  expect(rowsOf(sectionOf(PAGE, '查阅记录'))).toContain('2022年10月10日 10:00:00 | 700003 | 镇街经办 | 360112003 | 案卷回放 QS2021DB00001@360111 | 未载明 | 已拒绝 | 〔46·原文〕');
});

describe('a hostile value', () => {
  const HOSTILE = `</td><script>alert(1)</script>"'\u202e`;
  const replaced = (json: Json | undefined): Json => (typeof json === 'string' ? HOSTILE : Array.isArray(json) ? (json as readonly Json[]).map(replaced) : typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json as JsonObject).map(([key, value]) => [`${key}`, replaced(value)])) : json ?? null);
  test('in every text of every event, paper, rule and of the manifest, changes no markup', () => {
    const page = renderReport(replaced(SAMPLE as unknown as Json) as unknown as BundleContents);
    const shape = (markup: string): readonly string[] => [...new Set([...markup.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag as string))].sort();
    expect(page).toContain('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;⟨U+202E⟩');
    expect(page).not.toMatch(/<script|\u202e/);
    expect(shape(page).filter((tag) => !shape(PAGE).includes(tag))).toEqual([]);
    expect(hrefsOf(page).filter((href) => !/^(#[efprs]\d+|(entries|proofs)\/\d{10}\.(json|tlog-proof)|VERIFY\.md)$/.test(href))).toEqual([]);
  });
  test('in the name of a field, or ten thousand characters long', () => {
    const long = '长'.repeat(10_000);
    const event: OpenedEvent = { ...SAMPLE.events[0] as OpenedEvent, index: 61, revision: '8', eventId: 'h', data: { [HOSTILE]: long } };
    const page = renderReport(withEvents([...SAMPLE.events, event]));
    expect(page).toContain(`&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;⟨U+202E⟩：</span><span class="v">${long}</span>`);
  });
});
