/** Which part of the package is what: sheets in workbook order with their names, shared strings, styles, date system. */
import { posix } from 'node:path';
import type { WorkbookLimits } from './limits.js';
import { type NumberFormat, numberFormatOf } from './number-formats.js';
import { damaged, notXlsx, tooLarge } from './refusals.js';
import { type Attributes, readXml } from './xml-events.js';
import type { Package } from './zip-parts.js';

export interface PackageMap {
  readonly date1904: boolean;
  /** Worksheets only; chart sheets and macro sheets hold no rows. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly sharedStrings: string | undefined;
  /** By style index of a cell. */
  readonly formats: readonly NumberFormat[];
}

/** Sheets and styles an honest file may have; far above Excel's practice, and what bounds the lists below. */
const MOST_SHEETS = 1000;
const MOST_STYLES = 65_536;

/** @throws DomainError `WORKBOOK_NOT_XLSX`, `WORKBOOK_DAMAGED` */
export async function mapPackage(pack: Package, limits: WorkbookLimits): Promise<PackageMap> {
  const workbook = await findWorkbook(pack, limits);
  const relations = await readRelations(pack, workbook, limits);
  const byType = (type: string): string | undefined => [...relations.values()].find((relation) => relation.type === type)?.part;
  const { date1904, sheets } = await readWorkbookPart(pack, workbook);
  const styles = byType('styles');
  return {
    date1904,
    sheets: sheets.flatMap(({ name, id }) => {
      const relation = relations.get(id);
      if (!relation) throw damaged('a sheet has no part in the package');
      return relation.type === 'worksheet' ? [{ name, part: relation.part }] : [];
    }),
    sharedStrings: byType('sharedStrings') ?? pack.names.find((name) => /(^|\/)sharedstrings\.xml$/i.test(name)),
    formats: styles === undefined ? [] : await readFormats(pack, styles),
  };
}

async function findWorkbook(pack: Package, limits: WorkbookLimits): Promise<string> {
  const relations = await readRelations(pack, '', limits);
  const declared = [...relations.values()].find((relation) => relation.type === 'officeDocument')?.part;
  const part = declared ?? pack.find('xl/workbook.xml');
  if (part === undefined || !part.toLowerCase().endsWith('.xml')) {
    throw notXlsx(part === undefined ? 'its package holds no workbook' : 'its workbook is stored in another format (for example .xlsb)');
  }
  return part;
}

interface Relation {
  /** Last segment of the relationship type, the same in transitional and strict files. */
  readonly type: string;
  readonly part: string;
}

/** The relations of a part by id; none where the package has no list for it. */
async function readRelations(pack: Package, source: string, limits: WorkbookLimits): Promise<Map<string, Relation>> {
  const folder = posix.dirname(source);
  const list = pack.find(posix.join(folder, '_rels', `${posix.basename(source)}.rels`));
  const relations = new Map<string, Relation>();
  if (list === undefined) return relations;
  await readXml(list, pack.read(list), {
    open: (name, attributes) => {
      const { Id, Type, Target, TargetMode } = attributes;
      if (name !== 'Relationship' || Id === undefined || Type === undefined || Target === undefined || TargetMode === 'External') return;
      const path = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      const part = pack.find(posix.normalize(path));
      if (part !== undefined) relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part });
      if (relations.size > limits.zipEntries) throw tooLarge('its package has too many relations', limits.zipEntries);
    },
    close: () => {},
    text: () => {},
  });
  return relations;
}

async function readWorkbookPart(pack: Package, part: string): Promise<{ date1904: boolean; sheets: { name: string; id: string }[] }> {
  const sheets: { name: string; id: string }[] = [];
  let date1904 = false;
  let root: string | undefined;
  await readXml(part, pack.read(part), {
    open: (name, attributes) => {
      root ??= name;
      if (name === 'workbookPr') date1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const id = relationId(attributes);
      if (attributes['name'] === undefined || id === undefined) throw damaged('a sheet lacks its name or its part');
      sheets.push({ name: attributes['name'], id });
      if (sheets.length > MOST_SHEETS) throw tooLarge(`it has more than ${MOST_SHEETS} sheets`, MOST_SHEETS);
    },
    close: () => {},
    text: () => {},
  });
  if (root !== 'workbook') throw notXlsx('its package holds another kind of document');
  return { date1904, sheets };
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true' || value === 'on';

/** The attribute `id` of the relationships namespace, under whatever prefix. */
const relationId = (attributes: Attributes): string | undefined =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];

async function readFormats(pack: Package, part: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCellFormats = false;
  await readXml(part, pack.read(part), {
    open: (name, attributes) => {
      if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) ids.push(Number(attributes['numFmtId'] ?? 0));
      else if (name === 'numFmt' && attributes['formatCode'] !== undefined) codes.set(Number(attributes['numFmtId']), attributes['formatCode']);
      if (ids.length > MOST_STYLES || codes.size > MOST_STYLES) throw tooLarge(`it has more than ${MOST_STYLES} cell styles`, MOST_STYLES);
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
    text: () => {},
  });
  const formats = new Map<number, NumberFormat>();
  return ids.map((id) => {
    const known = formats.get(id) ?? numberFormatOf(id, codes.get(id));
    formats.set(id, known);
    return known;
  });
}
