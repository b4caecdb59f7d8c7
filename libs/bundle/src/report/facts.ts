/** What an event says, as 字段：值 in Chinese. */
import type { Json, JsonObject } from '#kernel';
import type { OpenedEvent } from '../contents.js';
import { type Book, isClosed, isObject, keyOf, occurredAt, tenDigits, textOf } from './book.js';
import { dayText, instantText, isDay, isMonth, monthText, periodText, ppmText, yuan } from './format.js';
import { type Content, html, type Html, joined, NOTHING, value } from './html.js';
import { codeName, eventName, fieldName, streamName } from './names.js';

/** Characters of JSON up to which a list or a group of values is told here; longer ones are in the entry. */
const LONGEST_GROUP = 3_000;
export const CLOSED = html`<span class="closed">〔未提供〕</span>`;

/** Names of numbers, hashes, and texts that look like a day and are none. */
const NO_DAY = /(No|Nos|Id|Ids|Ref|Code|sha256|hash|Hash)$/;
const MONTH_FIELD = /(^ym|Ym)$/;
const AMOUNT = /^fen|Fen$/;

/** One value, in the field or part of the event that `path` names. */
export function valueText(book: Book, event: OpenedEvent, path: string, json: Json | undefined): Content {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (json === undefined || json === null) return '无';
  if (typeof json === 'boolean') return json ? '是' : '否';
  if (typeof json === 'number') return AMOUNT.test(last) || path.includes('.byKind.') ? yuan(json) : /Ppm$/.test(last) ? ppmText(json) : String(json);
  if (typeof json === 'string') return wordsOf(book, event, path, last, json);
  if (isClosed(json)) return CLOSED;
  if (isObject(json) && typeof json['streamId'] === 'string' && typeof json['revision'] === 'string' && Object.keys(json).length === 3) return eventPlace(book, json);
  if (isObject(json) && typeof json['zh'] === 'string' && Object.keys(json).every((key) => key === 'zh' || key === 'en')) return value(json['zh']);
  if (JSON.stringify(json).length > LONGEST_GROUP) return html`${Array.isArray(json) ? `共 ${json.length} 项，` : '内容较长，'}见<a href="entries/${tenDigits(event.index)}.json">原文</a>`;
  return isObject(json) ? groupText(book, event, path, json) : listText(book, event, path, json);
}

function wordsOf(book: Book, event: OpenedEvent, path: string, last: string, text: string): Content {
  const word = codeName(event.type, path, text);
  if (word !== undefined) return word;
  if (last === 'targetType') return eventName(text);
  if (path === 'field') return fieldName(textOf(event.data, 'targetType') ?? event.type, text);
  if (path === 'targetEventId') {
    const target = book.withId(text);
    return target === undefined ? value(text) : html`${eventName(target.type)}${book.ref(target.index)}`;
  }
  if (path === 'old' || path === 'new') return value(codeName(textOf(event.data, 'targetType') ?? event.type, textOf(event.data, 'field') ?? '', text) ?? (isDay(text) ? dayText(text) : text));
  if (MONTH_FIELD.test(last) && isMonth(text)) return monthText(text);
  if (/^(quarter|halfYear|period|year)$/.test(last)) return periodText(text);
  if (isDay(text) && !NO_DAY.test(last)) return dayText(text);
  if (/At$/.test(last)) return value(instantText(text));
  return value(text);
}

/** An event that another names by its place. */
function eventPlace(book: Book, place: JsonObject): Html {
  const [streamId, revision] = [textOf(place, 'streamId') ?? '', textOf(place, 'revision') ?? ''];
  const target = book.at(streamId, revision);
  return html`${eventName(textOf(place, 'type') ?? '')}（${value(streamName(streamId))} 序号 ${revision}）${target === undefined ? NOTHING : book.ref(target.index)}`;
}
function listText(book: Book, event: OpenedEvent, path: string, list: readonly Json[]): Content {
  if (list.length === 0) return '无';
  const told = list.map((item) => valueText(book, event, path, item));
  return list.some((item) => isObject(item) && !isClosed(item)) ? joined(told.map((item, index) => html`（${index + 1}）${item}`), '；') : joined(told, '、');
}
function groupText(book: Book, event: OpenedEvent, path: string, group: JsonObject): Content {
  const told = Object.entries(group).filter(([part, json]) => json !== undefined && !LEFT_OUT.has(`${event.type}.${path}.${part}`)).map(([part, json]) => html`${fieldName(event.type, `${path}.${part}`)} ${valueText(book, event, `${path}.${part}`, json)}`);
  return told.length === 0 ? '无' : joined(told, '，');
}

/** What of a determination is told here: how it came about is in the entry. */
const TOLD_OF: Readonly<Record<string, readonly string[]>> = { 'DeterminationRecorded.determination': ['category', 'benefits', 'notes'] };
/** Parts that say nothing to a reader. */
const LEFT_OUT: ReadonlySet<string> = new Set(['DeterminationRecorded.determination.benefits.steps', 'PayItemsDrafted.lines.label', 'PayItemsDrafted.ended.label']);
const ONLY_IN_ENTRY: ReadonlySet<string> = new Set(['DeterminationRecorded.facts', 'DeterminationRecorded.read', 'PackAdopted.content']);

function told(event: OpenedEvent, field: string, json: Json | undefined): Json | undefined {
  const parts = TOLD_OF[`${event.type}.${field}`];
  return parts === undefined || !isObject(json) || isClosed(json) ? json : Object.fromEntries(parts.filter((part) => Object.hasOwn(json, part)).map((part) => [part, json[part]]));
}

/** Fields that say again what stands beside them: the day it occurred, and the number of the stream. */
function saidBeside(event: OpenedEvent, field: string, json: Json | undefined): boolean {
  return (field === 'on' && json === occurredAt(event)) || (/(Id|No)$/.test(field) && typeof json === 'string' && keyOf(event).split('@')[0] === json);
}

/** Every fact of an event, or those the caller wants; empty where there is none. */
export function factsOf(book: Book, event: OpenedEvent, wanted: (field: string) => boolean = () => true): Html {
  const shown = Object.entries(event.data).filter(([field, json]) => json !== undefined && !saidBeside(event, field, json) && wanted(field));
  return joined(shown.map(([field, json]) => html`<span class="f">${fieldName(event.type, field)}：</span>${
    ONLY_IN_ENTRY.has(`${event.type}.${field}`) && !isClosed(json) ? html`见<a href="entries/${tenDigits(event.index)}.json">原文</a>` : valueText(book, event, field, told(event, field, json))}`), '；');
}
