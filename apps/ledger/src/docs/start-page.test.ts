/** What a browser finds at /, signed in or not. */
import { TestServer } from '../testing/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

test('says who is signed in, in Chinese, and links to the description', async () => {
  const { access } = server.ledger;
  await access.createAccount({ accountId: 'wang.li', staffId: '003101', name: '王莉<b>', role: 'townOperator', division: '360111003', externalOnly: true }, { staffId: 'test' });
  await access.linkIdentity('wang.li', { issuer: 'https://sso.test/', subject: 'u' }, { staffId: 'test' });
  const { token } = await access.signInExternal('https://sso.test/', 'u');
  // As the browser comes back from the identity provider.
  const page = await server.as('nobody').request('/', { headers: { cookie: `taizhang_session=${token}` } });
  expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  expect(page.text).toContain('已登录：王莉&#60;b&#62;（003101），镇街经办，360111003。');
  expect(page.text).toContain('href="/docs"');
  expect(page.text).not.toMatch(/<script|<style/);
});

test('says so where nobody is, also with a token that has ended', async () => {
  for (const headers of [{}, { cookie: 'taizhang_session=nobody' }]) {
    const page = await server.as('nobody').request('/', { headers });
    expect([page.status, page.text.includes('没有登录。'), page.text.includes('已登录')]).toEqual([200, true, false]);
  }
});
