/** By code, what happened and what to do, in Chinese: true of every occurrence. The particulars stand in the message of the refusal. */
export type Refusals = Readonly<Record<string, string>>;
