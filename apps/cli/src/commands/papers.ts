/** `taizhang papers …`: hands a paper in, shows what the ledger knows of it, gets its content back. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { Command } from 'commander';
import type { PaperDescription, PaperHandedIn, PaperRecorded } from '#application';
import { DomainError } from '#kernel';
import { MEDIA_TYPES, namesOf, PAPER_KINDS, PAPER_STEPS, type PaperKind, parsePaperKind } from '#papers';
import { actorOf, AS } from '../acting.js';
import type { Cli } from '../cli.js';
import { nameOf } from '../input.js';
import { label } from '../labels.js';
import { divisionOption, instantOption } from '../options.js';
import { table } from '../output.js';

interface AddOptions {
  readonly kind: string;
  readonly division: string;
  readonly capturedAt?: string;
  readonly place?: string;
  readonly as?: string;
}

export function addPapers(program: Command, cli: Cli): void {
  const papers = program.command('papers').description('材料：按内容的 SHA-256 归档，不改、不删；谁、何时、作为何种材料交来，记在账上');

  papers.command('kinds').description('材料种类、所属环节、可收的格式和大小')
    .action((_options: object, command: Command) => {
      cli.print(command, PAPER_KINDS, () => kindsText(PAPER_KINDS));
    });

  papers.command('add').argument('<FILE>', '文件；按内容识别格式，文件名不作数').description('交一份材料；同一内容、同一种类、同一单位再交，不会增加任何事件')
    .requiredOption('--kind <KIND>', '种类代码，见 taizhang papers kinds').requiredOption('--division <CODE>', '交材料的单位的区划代码，6、9 或 12 位', divisionOption)
    .option('--captured-at <TIME>', '拍摄时间（经办人所述），例如 2019-03-05T09:30:00+08:00；设备写在照片里的时间另记，不被替换', instantOption).option('--place <TEXT>', '拍摄地点（经办人所述），至多 120 字').option(...AS)
    .action(async (file: string, { kind, division, capturedAt, place, as }: AddOptions, command: Command) => {
      const recorded = await cli.withExistingLedger(command, async (ledger) => {
        const actor = await actorOf(ledger, as, 'attachment.add', division);
        return ledger.papers.add(bytesOf(file), { kind, statedCapturedAt: capturedAt, statedPlace: place }, actor, division);
      });
      cli.print(command, recorded, () => recordedText(recorded));
    });

  papers.command('show').argument('<SHA256>', '材料内容的 SHA-256，64 位十六进制').description('账上关于一份材料的记载；不读内容')
    .action(async (sha256: string, _options: object, command: Command) => {
      const description = await cli.withLedger(command, 'readOnly', (ledger) => ledger.papers.describe(sha256));
      cli.print(command, description, () => descriptionText(description));
    });

  papers.command('get').argument('<SHA256>', '材料内容的 SHA-256，64 位十六进制').description('取出内容并核对哈希；内容损坏时报错，不留下文件')
    .requiredOption('-o, --output <FILE>', '写入的文件；已有的文件不会被覆盖')
    .action(async (sha256: string, { output }: { output: string }, command: Command) => {
      const { content: _content, ...description } = await cli.withLedger(command, 'readOnly', async (ledger) => {
        const opened = await ledger.papers.open(sha256);
        await write(opened.content, output);
        return opened;
      });
      cli.print(command, description, () => `${output}：${description.bytes} 字节，${formatName(description.mediaType)}，哈希相符。`);
    });
}

/** @throws DomainError `FILE_UNREADABLE` */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!isNativeError(error)) throw error;
    const { code = error.name } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : code;
    throw new DomainError('FILE_UNREADABLE', 'notFound', `${nameOf(file)} cannot be read: ${why}. Check the path and the permissions.`, {}, { cause: error });
  }
}

/** Under its name only once it is whole and its hash is right. @throws DomainError `OUTPUT_UNUSABLE` */
async function write(content: AsyncIterable<Uint8Array>, output: string): Promise<void> {
  const part = join(dirname(output), `.${randomUUID()}.part`);
  try {
    const file = await open(part, 'wx', 0o600).catch(unusable);
    try {
      for await (const chunk of content) await file.writeFile(chunk).catch(unusable);
      await file.sync().catch(unusable);
    } finally {
      await file.close();
    }
    // Unlike a renaming, a link replaces nothing.
    await link(part, output).catch(unusable);
  } finally {
    await rm(part, { force: true });
  }
}

function unusable(error: unknown): never {
  const { code = 'error' } = error as NodeJS.ErrnoException;
  const why = code === 'EEXIST' ? 'there is a file of that name, and none is overwritten' : code === 'ENOENT' ? 'there is no such directory' : code;
  throw new DomainError('OUTPUT_UNUSABLE', 'conflict', `The output file cannot be written: ${why}. Name another.`, {}, { cause: error });
}

const formatName = (mediaType: string): string => (Object.hasOwn(MEDIA_TYPES, mediaType) ? MEDIA_TYPES[mediaType as keyof typeof MEDIA_TYPES] : mediaType);

function kindsText(kinds: readonly PaperKind[]): string {
  return table([
    { title: '代码', cell: ({ code }) => code },
    { title: '材料', cell: ({ zh }) => zh },
    { title: '环节', cell: ({ step }) => PAPER_STEPS[step] },
    { title: '格式', cell: ({ mediaTypes }) => namesOf(mediaTypes) },
    { title: '至多 MiB', cell: ({ maxBytes }) => maxBytes / 1024 / 1024 },
    { title: '须有拍摄时间', cell: ({ captureDemanded }) => (captureDemanded ? '是' : '') },
  ], kinds);
}

const deviceText = ({ capturedAt, gps, deviceId }: Pick<PaperHandedIn, 'capturedAt' | 'gps' | 'deviceId'>): string =>
  [capturedAt === undefined ? '设备未记拍摄时间' : `设备所记拍摄时间 ${capturedAt}${/T\d\d:\d\d:\d\d$/.test(capturedAt) ? '（未记时区）' : ''}`, ...(gps === undefined ? [] : [`位置 ${gps}`]), ...(deviceId === undefined ? [] : [`设备 ${deviceId}`])].join('；');

function recordedText({ sha256, bytes, mediaType, evidence, outcome }: PaperRecorded): string {
  const { zh, captureDemanded } = parsePaperKind(evidence.kind);
  return [`${zh}：${label(outcome)}。${formatName(mediaType)}，${bytes} 字节。`, `SHA-256 ${sha256}`, ...(captureDemanded || evidence.capturedAt !== undefined ? [deviceText(evidence)] : [])].join('\n');
}

function descriptionText({ sha256, mediaType, bytes, handedIn }: PaperDescription): string {
  return [
    `SHA-256 ${sha256}`, `${formatName(mediaType)}，${bytes} 字节。`,
    ...handedIn.map((handed) => [
      `${handed.on} ${handed.division} ${handed.actor.staffId}：${parsePaperKind(handed.kind).zh}（${handed.kind}）`, deviceText(handed),
      ...(handed.statedCapturedAt === undefined ? [] : [`经办人所述拍摄时间 ${handed.statedCapturedAt}`]), ...(handed.statedPlace === undefined ? [] : [`经办人所述地点 ${handed.statedPlace}`]),
    ].join('；')),
  ].join('\n');
}
