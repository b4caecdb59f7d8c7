#!/usr/bin/env node
// The program as npm installs it: the compiled command line, or a word on how to get it.
// `taizhang … | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

try {
  const { keepHeapSmall } = await import('../../../dist/libs/application/src/heap.js');
  keepHeapSmall();
  const { main } = await import('../../../dist/apps/cli/src/main.js');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(`taizhang: ${error.message}\nThe program is not built. Run "npm ci" (or "npm run build") in the repository first.\n`);
  process.exitCode = 3;
}
