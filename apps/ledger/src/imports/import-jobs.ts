/** Imports as jobs: one at a time, since they all write to one ledger and are fastest alone. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnModuleInit } from '@nestjs/common';
import { type Ledger, systemClock } from '#application';
import type { ImportProgress, ImportReport } from '#intake';
import { readWorkbook } from '#workbook';
import { type Job, JobQueue } from '../jobs/job-queue.js';
import { describeError, type Log } from '../log/log.js';
import type { Caller } from '../access/caller.js';
import { isIn } from '../access/area.js';
import type { ServerSettings } from '../tokens.js';
import { emptyInbox, type Upload } from './upload.js';

export interface ImportInput extends Upload {
  /** Who sent it. */
  readonly by: Caller;
}
export interface ImportResult extends ImportReport {
  /** Of all rejections; `rejections` holds at most as many as a result carries. */
  readonly rejectionCount: number;
}
export type ImportJob = Job<ImportInput, ImportProgress, ImportResult>;

export class ImportJobs implements OnModuleInit {
  /** Where uploads wait: beside the ledger, because they hold what it holds and /tmp may be anyone's. */
  readonly inbox: string;
  private readonly queue: JobQueue<ImportInput, ImportProgress, ImportResult>;

  constructor(private readonly ledger: Ledger, private readonly log: Log, private readonly settings: ServerSettings) {
    const { limits } = settings;
    this.inbox = join(settings.dataDir, 'incoming');
    this.queue = new JobQueue({
      what: 'imports', waiting: limits.waitingImports, kept: limits.keptJobs, now: systemClock.now,
      run: (job, onProgress) => this.run(job, onProgress),
      onFinished: (job) => this.finished(job),
    });
  }

  async onModuleInit(): Promise<void> {
    await emptyInbox(this.inbox);
  }

  /** @throws DomainError `QUEUE_FULL` `STOPPING` */
  ensureRoom(): void {
    this.queue.ensureRoom();
  }

  /** The file that is already waiting or running is not taken twice from the same division. @throws DomainError `QUEUE_FULL` `STOPPING` */
  async add(input: ImportInput): Promise<ImportJob> {
    const same = this.queue.list().find((job) => job.input.sha256 === input.sha256 && job.input.by.person.division === input.by.person.division && job.finishedAt === null);
    if (same !== undefined) {
      await this.discard(input);
      return same;
    }
    try {
      return this.queue.add(input);
    } catch (error) {
      await this.discard(input);
      throw error;
    }
  }

  /** Of those that were sent by somebody of the area. */
  find(id: string, area: string | undefined): ImportJob | undefined {
    return this.list(area).find((job) => job.id === id);
  }

  list(area: string | undefined): readonly ImportJob[] {
    return this.queue.list().filter(({ input }) => isIn(area, input.by.person.division));
  }

  stop(): Promise<void> {
    return this.queue.stop();
  }

  private async run(job: ImportJob, onProgress: (progress: ImportProgress) => void): Promise<ImportResult> {
    this.log.info({ job: job.id }, 'import started');
    const { path, by } = job.input;
    const workbook = await readWorkbook(path);
    // The county stands in the workbook; nothing of it is recorded before it is known to be the sender's.
    const report = await this.ledger.importWorkbook(workbook, await by.at(workbook.info.code6), onProgress);
    return { ...report, rejections: report.rejections.slice(0, this.settings.limits.rejectionsInResult), rejectionCount: report.rejections.length };
  }

  private async finished(job: ImportJob): Promise<void> {
    await this.discard(job.input);
    if (job.error !== undefined) this.log.warn({ job: job.id, ...describeError(job.error) }, 'import failed');
    else this.log.info({ job: job.id, events: job.result?.events, rejected: job.result?.rejectionCount }, 'import finished');
  }

  private async discard({ path }: ImportInput): Promise<void> {
    await rm(path, { force: true }).catch((error: unknown) => this.log.warn(describeError(error), 'an uploaded file could not be removed'));
  }
}
