#!/usr/bin/env python3
"""Fuzzes every operation of the API description as several roles: run.py [--examples N] [--seed N] [--roles A,B]

Run in the root of the repository after `npm run build`, with schemathesis installed (requirements.txt beside this file). Exit 1 where an
answer is a server error other than 501 and 503, has a status, type or form that the description does not have, or anybody who is not
signed in gets in.
"""
import argparse
import json
import subprocess
import sys

CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth'


def main():
    """Starts the server, runs the fuzzer as each role, stops the server."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--examples', type=int, default=20)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--roles', default='townOperator,countyAuditor,inspector,administrator')
    given = parser.parse_args()
    server = subprocess.Popen(['node', 'dist/test/fuzz/serve.js'], stdout=subprocess.PIPE, text=True)
    failed = []
    try:
        about = json.loads(server.stdout.readline())
        for role in given.roles.split(','):
            print(f'== {role}', flush=True)
            command = ['schemathesis', '--config-file', 'test/fuzz/schemathesis.toml', 'run', f"{about['url']}/docs/json", '--url', about['url'], '--header', f"Authorization: Bearer {about['tokens'][role]}", '--checks', CHECKS,
                       '--phases', 'examples,coverage,fuzzing', '--max-examples', str(given.examples), '--seed', str(given.seed), '--continue-on-failure', '--warnings', 'off',
                       '--exclude-path-regex', '^/api/v1/session|/rebuild$']
            if subprocess.run(command, check=False).returncode != 0:
                failed.append(role)
            if server.poll() is not None:
                sys.exit(f'the server stopped with {server.returncode} while it was fuzzed as {role}')
    finally:
        server.terminate()
        server.wait(timeout=60)
    if failed:
        sys.exit(f'failed as {", ".join(failed)}')
    print('no answer that the description does not have')


if __name__ == '__main__':
    main()
