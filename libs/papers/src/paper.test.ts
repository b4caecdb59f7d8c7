/** Papers as they are handed in: given what was handed in before, when this, then what is recorded. */
import { parseCivilDate } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type ArchiveDocument, type DocumentArchived, paperDecider, type PaperEvent } from './paper.js';

const spec = specificationOf(paperDecider);
const given = (events: readonly PaperEvent[]) => spec.given(events);
const SHA = 'a'.repeat(64);
const PHOTO: DocumentArchived = { sha256: SHA, kind: 'noticeStartPhoto', mediaType: 'image/jpeg', bytes: 1_000, division: '360111003', capturedAt: '2019-03-05T09:30:15+08:00', gps: '28.682100,115.958300', deviceId: 'HUAWEI P30' };
const FORM: DocumentArchived = { sha256: SHA, kind: 'application', mediaType: 'application/pdf', bytes: 1_000, division: '360111003' };
const on = parseCivilDate('2019-03-06');
const archive = (document: DocumentArchived): ArchiveDocument => ({ type: 'ArchiveDocument', document, on, now: '2019-03-06T02:00:00.000Z' });
const archived = (data: DocumentArchived): PaperEvent => ({ type: 'DocumentArchived', data });

it('records a paper with what the device wrote', () => {
  given([]).when(archive(PHOTO)).then([{ type: 'DocumentArchived', data: PHOTO, occurredAt: on }]);
});
it('keeps what the device wrote and what a person stated apart', () => {
  const both = { ...PHOTO, statedCapturedAt: '2019-03-04T01:00:00.000Z', statedPlace: '社区公示栏' };
  given([]).when(archive(both)).then([{ type: 'DocumentArchived', data: both, occurredAt: on }]);
});
it('records the same content of the same kind from the same office once', () => {
  given([archived(PHOTO)]).when(archive(PHOTO)).then([]);
});
it('takes a statement that is left out for no contradiction, and another one for one', () => {
  const stated = { ...FORM, statedPlace: '社区' };
  given([archived(stated)]).when(archive(FORM)).then([]);
  given([archived(stated)]).when(archive({ ...FORM, statedPlace: '别处' })).thenRefused('PAPER_STATED_OTHERWISE');
  given([archived(FORM)]).when(archive(stated)).thenRefused('PAPER_STATED_OTHERWISE');
});
it('records the same content as another kind, and from another office', () => {
  const end = { ...PHOTO, kind: 'noticeEndPhoto' };
  const elsewhere = { ...PHOTO, division: '360111004' };
  given([archived(PHOTO)]).when(archive(end)).then([{ type: 'DocumentArchived', data: end, occurredAt: on }]);
  given([archived(PHOTO), archived(end)]).when(archive(elsewhere)).then([{ type: 'DocumentArchived', data: elsewhere, occurredAt: on }]);
});
it.each(['noticeStartPhoto', 'noticeEndPhoto', 'visitPhoto'])('demands a time of a %s, from the device or stated', (kind) => {
  const without = { ...PHOTO, kind, capturedAt: undefined };
  given([]).when(archive(without)).thenRefused('PAPER_TIME_MISSING');
  const stated = { ...without, statedCapturedAt: '2019-03-05T01:30:00.000Z' };
  given([]).when(archive(stated)).then([{ type: 'DocumentArchived', data: stated, occurredAt: on }]);
});
it('demands none of anything else', () => {
  given([]).when(archive(FORM)).then([{ type: 'DocumentArchived', data: FORM, occurredAt: on }]);
});
it('refuses a stated time that has not come', () => {
  given([]).when(archive({ ...PHOTO, statedCapturedAt: '2019-03-06T02:00:00.001Z' })).thenRefused('PAPER_TIME_AHEAD');
});
it.each(['', '字'.repeat(121), 'a\nb', 'a\u2028b', '\u0007'])('refuses the place %j', (statedPlace) => {
  given([]).when(archive({ ...FORM, statedPlace })).thenRefused('PAPER_PLACE_INVALID');
});
it('refuses a kind that does not exist', () => {
  given([]).when(archive({ ...FORM, kind: 'toString' })).thenRefused('PAPER_KIND_UNKNOWN');
});
