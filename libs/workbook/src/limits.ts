/** The bounds within which a workbook is read: whatever a file claims about itself, no more than this is spent on it. */

export interface WorkbookLimits {
  /** Bytes of the file. */
  readonly fileBytes: number;
  /** Entries of the zip archive; a ledger has about twenty, pictures and drawings add a few. */
  readonly zipEntries: number;
  /** Bytes really inflated from one entry. */
  readonly entryBytes: number;
  /** Bytes really inflated from all entries together. */
  readonly totalBytes: number;
  /** Characters of one cell: what Excel itself allows. */
  readonly cellChars: number;
  /** Distinct texts in the shared table. */
  readonly sharedStrings: number;
  /** Characters of these texts together. */
  readonly sharedChars: number;
  /** Rightmost column that may be filled. */
  readonly columns: number;
  /** Data rows of one sheet. */
  readonly dataRows: number;
  /** Characters of one data row under known headers: a rejected row is kept whole, in one event. */
  readonly rowChars: number;
  /** Filled cells under known headers, all sheets together; this bounds the memory held. */
  readonly cells: number;
}

const MIB = 1024 * 1024;

export const LIMITS: WorkbookLimits = {
  fileBytes: 100 * MIB,
  zipEntries: 4096,
  entryBytes: 256 * MIB,
  totalBytes: 512 * MIB,
  cellChars: 32_767,
  sharedStrings: 2_000_000,
  sharedChars: 64_000_000,
  columns: 500,
  dataRows: 200_000,
  rowChars: 140_000,
  cells: 8_000_000,
};
