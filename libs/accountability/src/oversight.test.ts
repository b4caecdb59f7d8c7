import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { MAX_ITEMS, type OversightCommand, oversightDecider, type OversightEvent, parseHalfYear, parsePeriod, parseQuarter, parseWorkYear } from './index.js';

const spec = specificationOf(oversightDecider);
const today = d('2020-01-31');
const dispatch: OversightCommand = { type: 'HoldDispatch', quarter: parseQuarter('2019Q2'), on: d('2019-06-28'), problems: ['塘山镇未报送'], today };
const bulletin: OversightCommand = { type: 'IssueBulletin', halfYear: parseHalfYear('2019H1'), on: d('2019-07-10'), problems: [], today };
const assessment: OversightCommand = { type: 'CompleteAssessment', year: parseWorkYear('2019'), on: d('2020-01-15'), scores: [{ unit: '塘山镇', score: '92.5' }], problems: ['台账不全'], today };
const evaluation: OversightCommand = { type: 'RecordEvaluation', period: parsePeriod('2019'), on: d('2019-12-20'), evaluator: '某研究院', summary: '未设数字指标。\n抽查42户。', today };
const held: readonly (readonly [command: OversightCommand, event: OversightEvent])[] = [
  [dispatch, { type: 'QuarterDispatchHeld', data: { quarter: '2019Q2', heldOn: '2019-06-28', problems: ['塘山镇未报送'] } }],
  [bulletin, { type: 'HalfYearBulletinIssued', data: { halfYear: '2019H1', issuedOn: '2019-07-10', problems: [] } }],
  [assessment, { type: 'YearAssessmentCompleted', data: { year: '2019', completedOn: '2020-01-15', scores: [{ unit: '塘山镇', score: '92.5' }], problems: ['台账不全'] } }],
  [evaluation, { type: 'ThirdPartyEvaluated', data: { period: '2019', evaluatedOn: '2019-12-20', evaluator: '某研究院', summary: '未设数字指标。\n抽查42户。' } }],
];

describe.each(held.map(([command, event]) => [command.type, command, event] as const))('%s', (_type, command, event) => {
  it('is recorded on its day', () => spec.given([]).when(command).then([{ ...event, occurredAt: command.on }]));
  it('changes nothing the second time', () => spec.given([event]).when(command).then([]));
  it('happens once per period', () => spec.given([event]).when({ ...command, on: today }).thenRefused('OVERSIGHT_EXISTS'));
  it('is not before its period begins', () => spec.given([]).when({ ...command, on: d('2018-12-31') }).thenRefused('TASK_DATE_INVALID'));
  it('is not before it has happened', () => spec.given([]).when({ ...command, on: d('2020-02-01') }).thenRefused('TASK_DATE_INVALID'));
  it('does not stand in the way of the others', () => {
    const others = held.filter(([other]) => other !== command).map(([, other]) => other);
    spec.given(others).when(command).then([{ ...event, occurredAt: command.on }]);
  });
});

it('is held from the first day of the period on, and after its end too: by when is not printed', () => {
  for (const on of [d('2019-04-01'), d('2020-01-31')]) spec.given([]).when({ ...dispatch, on }).then([{ type: 'QuarterDispatchHeld', data: { quarter: '2019Q2', heldOn: on, problems: ['塘山镇未报送'] }, occurredAt: on }]);
  spec.given([]).when({ ...dispatch, on: d('2019-03-31') }).thenRefused('TASK_DATE_INVALID');
});

it.each<[what: string, command: OversightCommand]>([
  ['an empty problem', { ...dispatch, problems: [''] }],
  ['a problem of two lines', { ...bulletin, problems: ['一\n二'] }],
  ['a problem of 501 characters', { ...bulletin, problems: ['问'.repeat(501)] }],
  ['201 problems', { ...dispatch, problems: Array.from({ length: MAX_ITEMS + 1 }, (_, n) => `问题${n}`) }],
  ['201 scores', { ...assessment, scores: Array.from({ length: MAX_ITEMS + 1 }, (_, n) => ({ unit: `单位${n}`, score: '1' })) }],
  ['a unit scored twice', { ...assessment, scores: [{ unit: '塘山镇', score: '1' }, { unit: '塘山镇', score: '2' }] }],
  ['a score that is no number', { ...assessment, scores: [{ unit: '塘山镇', score: '优' }] }],
  ['a negative score', { ...assessment, scores: [{ unit: '塘山镇', score: '-1' }] }],
  ['a score with three decimals', { ...assessment, scores: [{ unit: '塘山镇', score: '92.555' }] }],
  ['nobody who evaluates', { ...evaluation, evaluator: ' ' }],
  ['an evaluation that says nothing', { ...evaluation, summary: '' }],
])('refuses %s', (_what, command) => spec.given([]).when(command).thenRefused('TASK_FIELD_INVALID'));
