/**
 * Evidence that leaves the ledger (调阅, 证据包导出; JX-2018-04-06, QS-2019-T57): which organ asks for what and under which document, and the hash of what it was given.
 * The hash binds the bundle to the ledger: whoever has the event's proof can tell every byte that was changed afterwards.
 */
import { type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';

/** What a bundle can be about. */
export const INQUIRY_SCOPES = ['case', 'person', 'payList', 'finding', 'task'] as const;
export type InquiryScope = (typeof INQUIRY_SCOPES)[number];

export interface InquiryFacts {
  readonly inquiryId: string;
  readonly scope: InquiryScope;
  /** `<number>@<county>`. */
  readonly about: string;
  /** Which organ asks. */
  readonly organ: string;
  /** Under which document. */
  readonly docNo: string;
  readonly on: string;
  readonly openedBy: string;
}
export interface PackFacts {
  readonly inquiryId: string;
  readonly on: string;
  /** Of the manifest of the bundle, hexadecimal; it names the hash of every other file. */
  readonly manifestSha256: string;
  /** Events the bundle holds. */
  readonly events: number;
  readonly recipient: string;
  readonly exportedBy: string;
}
export type InquiryEvent =
  | { readonly type: 'InquiryOpened'; readonly data: InquiryFacts }
  | { readonly type: 'EvidencePackExported'; readonly data: PackFacts };

export type InquiryCommand =
  | { readonly type: 'OpenInquiry'; readonly facts: InquiryFacts & { readonly on: CivilDate } }
  | { readonly type: 'ExportPack'; readonly facts: PackFacts & { readonly on: CivilDate } };

export interface InquiryState {
  readonly status: 'none' | 'open' | 'exported';
}

/** @throws DomainError `ORGAN_INVALID` `DOCUMENT_NUMBER_INVALID` */
function decide(command: InquiryCommand, { status }: InquiryState): readonly Decided<InquiryEvent>[] {
  if (command.type === 'OpenInquiry') {
    if (status !== 'none') throw new Error('an inquiry is opened once');
    const { organ, docNo, on } = command.facts;
    if (!isLine(organ, MAX_ORGAN)) throw new DomainError('ORGAN_INVALID', 'invalid', `The organ that asks is named in one line of 1 to ${MAX_ORGAN} characters, such as 区纪委监委. Correct it.`, { field: 'organ' });
    if (!isLine(docNo, MAX_DOC_NO)) throw new DomainError('DOCUMENT_NUMBER_INVALID', 'invalid', `The number of the document is one line of 1 to ${MAX_DOC_NO} characters, such as 调〔2026〕3号. Correct it.`, { field: 'docNo' });
    return [{ type: 'InquiryOpened', data: command.facts, occurredAt: on }];
  }
  if (status !== 'open') throw new Error('a bundle is exported of an inquiry that is open');
  return [{ type: 'EvidencePackExported', data: command.facts, occurredAt: command.facts.on }];
}

export const MAX_ORGAN = 120;
export const MAX_DOC_NO = 60;
const isLine = (text: string, most: number): boolean => text.length <= most && /^(?=.*\S)[^\p{C}]+$/u.test(text);

const evolve = (_state: InquiryState, { type }: InquiryEvent): InquiryState => ({ status: type === 'InquiryOpened' ? 'open' : 'exported' });

export const inquiryDecider: Decider<InquiryState, InquiryCommand, InquiryEvent> = { initialState: () => ({ status: 'none' }), decide, evolve };

/** Streams `inquiry-<uuid>@<county>`. */
export const inquiryStream: StreamType<InquiryState, InquiryCommand, InquiryEvent> = {
  category: 'inquiry', decider: inquiryDecider, codec: codecOf<InquiryEvent>(1, { InquiryOpened: true, EvidencePackExported: true }),
};
