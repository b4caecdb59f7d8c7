/** What the program answers: node test/oracle/answers.mjs CASES.jsonl > ANSWERS.jsonl (after npm run build), one line per case. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { shippedPacks } from '#application';
import { DomainError } from '#kernel';
import { determine, PolicyBook, PublishedValues, readFacts } from '#policy';

const book = new PolicyBook(shippedPacks());

function answer({ facts, division, on, published }) {
  try {
    const { category, benefits } = determine(book, new PublishedValues(published), readFacts(facts), division, on);
    return { category, benefits: benefits.map(({ benefit, unit, members, eligible, amountFen }) => ({ benefit, unit, members: [...members].sort(), eligible, ...(amountFen === undefined ? {} : { amountFen }) })) };
  } catch (error) {
    return error instanceof DomainError ? { refused: error.code, message: error.message } : { crashed: String(error) };
  }
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
