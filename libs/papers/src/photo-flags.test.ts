/** Photos of notices: used twice, taken outside the posting, of unknown time. Days are China's. */
import { type EvidenceRef, parseCivilDate } from '#kernel';
import { capturedDay, photoFlags, type Posting } from './photo-flags.js';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const photo = (sha256: string, capturedAt?: string, kind = 'noticeStartPhoto'): EvidenceRef => ({ sha256, kind, capturedAt });
/** Posted on 4 March 2019, seven full days, taken down on the 11th. */
const posting = (caseId: string, evidence: readonly EvidenceRef[], name = 'town'): Posting => ({ caseId, posting: name, from: parseCivilDate('2019-03-04'), to: parseCivilDate('2019-03-11'), evidence });
const INSIDE = '2019-03-05T09:30:15+08:00';
const brief = (postings: readonly Posting[]) => photoFlags(postings).map(({ code, caseId, posting: name, kind }) => `${code} ${caseId}/${name} ${kind}`);

it('flags nothing where every photo is another and was taken in time', () => {
  expect(photoFlags([posting('C1', [photo(A, INSIDE), photo(B, INSIDE, 'noticeEndPhoto')])])).toEqual([]);
});
it('flags a photo used for two cases, at both, each naming the other', () => {
  expect(photoFlags([posting('C1', [photo(A, INSIDE)]), posting('C2', [photo(A, INSIDE)])])).toEqual([
    { code: 'PHOTO_REUSED', sha256: A, caseId: 'C1', posting: 'town', kind: 'noticeStartPhoto', others: [{ caseId: 'C2', posting: 'town', kind: 'noticeStartPhoto' }] },
    { code: 'PHOTO_REUSED', sha256: A, caseId: 'C2', posting: 'town', kind: 'noticeStartPhoto', others: [{ caseId: 'C1', posting: 'town', kind: 'noticeStartPhoto' }] },
  ]);
});
it('flags a photo used for two postings of one case, and as start and end of one posting', () => {
  expect(brief([posting('C1', [photo(A, INSIDE)]), posting('C1', [photo(A, INSIDE)], 'county')])).toEqual(['PHOTO_REUSED C1/town noticeStartPhoto', 'PHOTO_REUSED C1/county noticeStartPhoto']);
  expect(brief([posting('C1', [photo(A, INSIDE), photo(A, INSIDE, 'noticeEndPhoto')])])).toEqual(['PHOTO_REUSED C1/town noticeStartPhoto', 'PHOTO_REUSED C1/town noticeEndPhoto']);
});
it('takes a photo named twice as the same thing for one use', () => {
  expect(photoFlags([posting('C1', [photo(A, INSIDE), photo(A, INSIDE)])])).toEqual([]);
});
it.each([
  // The first and the last instant of the posting's days in China, and those beside them.
  ['2019-03-03T16:00:00Z', undefined], ['2019-03-03T15:59:59Z', '2019-03-03'], ['2019-03-11T15:59:59Z', undefined], ['2019-03-11T16:00:00Z', '2019-03-12'],
  ['2019-03-04T00:00:00+08:00', undefined], ['2019-03-12T00:00:00+08:00', '2019-03-12'], ['2019-03-11T23:00:00-05:00', '2019-03-12'],
  // Without an offset it is what the clock of the device showed.
  ['2019-03-04T00:00:00', undefined], ['2019-03-11T23:59:59', undefined], ['2019-03-03T23:59:59', '2019-03-03'],
])('a photo of %s is outside on %s', (capturedAt, capturedOn) => {
  const expected = capturedOn === undefined ? [] : [{ code: 'PHOTO_OUTSIDE_WINDOW', sha256: A, caseId: 'C1', posting: 'town', kind: 'noticeStartPhoto', capturedOn }];
  expect(photoFlags([posting('C1', [photo(A, capturedAt)])])).toEqual(expected);
});
it('knows no end of a notice that still hangs', () => {
  const { to: _to, ...open } = posting('C1', [photo(A, '2030-01-01T00:00:00Z'), photo(B, '2019-03-03T15:59:59Z')]);
  expect(photoFlags([open]).map(({ code, sha256 }) => [code, sha256])).toEqual([['PHOTO_OUTSIDE_WINDOW', B]]);
});
it.each([undefined, '', '2019-03-05', '2019-02-30T10:00:00', '2019:03:05 10:00:00', 'yesterday'])('says that nobody knows the time where it is %j', (capturedAt) => {
  expect(brief([posting('C1', [photo(A, capturedAt)])])).toEqual(['PHOTO_TIME_UNKNOWN C1/town noticeStartPhoto']);
});
it('gives a photo all the flags it has, in the order of postings and photos', () => {
  expect(brief([posting('C1', [photo(B), photo(A, '2019-03-12T09:00:00+08:00')]), posting('C2', [photo(A, INSIDE)])]))
    .toEqual(['PHOTO_TIME_UNKNOWN C1/town noticeStartPhoto', 'PHOTO_REUSED C1/town noticeStartPhoto', 'PHOTO_OUTSIDE_WINDOW C1/town noticeStartPhoto', 'PHOTO_REUSED C2/town noticeStartPhoto']);
});
it('passes over evidence that is no photo', () => {
  expect(photoFlags([posting('C1', [photo(A, undefined, 'noticeList')]), posting('C2', [photo(A, undefined, 'noticeList')])])).toEqual([]);
});
it('reads the day of a time with fractions of a second', () => {
  expect(capturedDay('2019-03-05T20:00:00.5Z')).toBe('2019-03-06');
});
