#!/usr/bin/env python3
"""selfcheck.py [SEEDS]: the nasty and the plain writing of one content must give the same answer but for row numbers,
and the seeds together must show everything the page can decide. Prints what they show."""
import os, sys, tempfile
from collections import Counter
from generate import build
from oracle import SHEETS, run

def strip(result):
    for x in result['rejections']: del x['row']
    return result

seeds, shown, unequal = int((sys.argv[1:] or [40])[0]), Counter(), []
with tempfile.TemporaryDirectory() as tmp:
    for seed in range(seeds):
        cases = [20, 40, 120, 60, 400][seed % 5]
        path = os.path.join(tmp, 'x.xlsx')
        build(seed, path, cases=cases); nasty = strip(run(path))
        build(seed, path, cases=cases, plain=True); plain = strip(run(path))
        for key in nasty:
            if nasty[key] != plain[key]: unequal.append((seed, key))
        shown.update((x['sheet'], x['column'], x['code']) for x in nasty['rejections'])
        shown.update(('deviation', x['code'], x['step']) for x in nasty['procedure']['all']['rows'])
        shown.update(('finding', f['outcome'], '') for t in nasty['tolerance'] for f in t['findings'])
        shown.update(('within', t['withinLimit'], '') for t in nasty['tolerance'])
        shown['leads', '', ''] += len(nasty['amounts']['rows'])
        shown['outstanding', '', ''] += sum(m['total']['outstandingItems'] for m in nasty['payments'].values())
for name, (key, columns) in SHEETS.items():
    print(name, *(f'{c}:{code}={n}' for (s, c, code), n in sorted(shown.items(), key=str) if s == name))
print(*(f'{k}={n}' for k, n in sorted(shown.items(), key=str) if k[0] not in SHEETS), sep='\n')
print('unequal:', unequal)
sys.exit(bool(unequal))
