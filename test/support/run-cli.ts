/** Runs the command line in this process and catches what it prints. */
import { Writable } from 'node:stream';
import { main } from '../../apps/cli/src/main.js';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCli(...args: string[]): Promise<CliResult> {
  const output = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr'): NodeJS.WriteStream =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        output[name] += chunk.toString('utf8');
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await main(args, { stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...output };
}

/** The JSON a command prints; nothing else may stand on its standard output. */
export async function cliJson<T>(...args: string[]): Promise<T> {
  const { stdout, stderr, code } = await runCli(...args, '--json');
  if (code > 1) throw new Error(`taizhang ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
