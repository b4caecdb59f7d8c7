/** The small parts of the HTTP edge. */
import { isLoopback, namesLoopback } from './loopback.js';
import { Routes } from './routes.js';

test.each([['127.0.0.1', true], ['127.1.2.3', true], ['::1', true], ['localhost', true], ['0.0.0.0', false], ['::', false], ['10.0.0.1', false], ['127.0.0.1.example', false]])('%s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each([
  ['localhost', true], ['LOCALHOST:3000', true], ['127.0.0.1:3000', true], ['[::1]:3000', true], ['[::1]', true],
  ['localhost.example', false], ['example:3000', false], ['127.0.0.1.example:3000', false], ['', false], [undefined, false], ['localhost:x', false],
])('Host %s names this machine: %s', (header, expected) => {
  expect(namesLoopback(header)).toBe(expected);
});

test('a path answers the methods of all templates that fit it', () => {
  const routes = new Routes();
  routes.add('/a', 'GET');
  routes.add('/a', ['POST', 'PUT']);
  routes.add('/a/:id', 'GET');
  routes.add('/a.b/:id/c', 'GET');
  routes.add('*', 'OPTIONS');
  expect(routes.methodsOf('/a')).toEqual(['GET', 'POST', 'PUT']);
  expect(routes.methodsOf('/a/1')).toEqual(['GET']);
  expect(routes.methodsOf('/a/1/2')).toEqual([]);
  expect(routes.methodsOf('/axb/1/c')).toEqual([]);
});
