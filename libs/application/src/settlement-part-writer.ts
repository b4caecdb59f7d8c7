/** Sends commands to the parts of lists in portions: each part is loaded once for many items, and memory is bounded. */
import { atMost } from './at-most.js';
import type { SealedLedger } from './sealed-reads.js';
import { none, type Request, type Sender, toPart } from './settlement-parts.js';

/** Commands gathered before they are sent. */
const GATHERED = 4_000;
/** Parts written at the same time. */
const CONCURRENT_PARTS = 16;

export class PartWriter {
  private readonly gathered = new Map<string, { readonly listNo: string; readonly part: number; readonly requests: Request[] }>();
  private count = 0;

  constructor(private readonly ledger: SealedLedger, private readonly county: string, private readonly sender: Sender) {}

  /** @throws the first refusal of what was sent; what else was sent with it is recorded */
  async add({ listNo, part }: { readonly listNo: string; readonly part: number }, request: Request): Promise<void> {
    const key = `${listNo}.${part}`;
    const of = this.gathered.get(key) ?? { listNo, part, requests: [] };
    of.requests.push(request);
    this.gathered.set(key, of);
    this.count += 1;
    if (this.count >= GATHERED) await this.end();
  }

  async end(): Promise<void> {
    const portions = [...this.gathered.values()];
    this.gathered.clear();
    this.count = 0;
    await atMost(CONCURRENT_PARTS, async (start) => {
      for (const { listNo, part, requests } of portions) await start(async () => none(await toPart(this.ledger, this.county, listNo, part, this.sender, requests)));
    });
  }
}
