#!/usr/bin/env python3
"""Compares the oracle with the expected files: check.py [DIR]  (default ../acceptance); exit 1 on a difference."""
import glob, json, os, sys
from oracle import run

def differences(path, a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        for k in {**a, **b}: yield from differences(f'{path}.{k}', a.get(k), b.get(k))
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b): yield f'{path}: {len(a)} against {len(b)} expected'
        for i, (x, y) in enumerate(zip(a, b)): yield from differences(f'{path}[{i}]', x, y)
    elif a != b or type(a) is not type(b): yield f'{path}: {a!r} against {b!r} expected'

bad = 0
for expected in sorted(glob.glob((sys.argv[1:] or [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'acceptance')])[0] + '/*.expected.json')):
    want = json.load(open(expected, encoding='utf-8'))
    want.pop('activeCaseSample', None)
    got = run(expected.replace('.expected.json', '.xlsx'))
    for key in {**want, **got}:
        found = list(differences(key, got.get(key), want.get(key)))
        bad += bool(found)
        print('DIFFERS' if found else 'equal  ', expected.split('/')[-1], key, *found[:5], sep='  ')
sys.exit(bool(bad))
