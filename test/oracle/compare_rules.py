#!/usr/bin/env python3
"""Compares the model with the program over many seeds: compare_rules.py --seeds FIRST-LAST [--count M] [--show K]

Run in the root of the repository after `npm run build`. Prints the differences by kind, the first K of each kind whole, and
what the cases covered; exit 1 on a difference.
"""
import argparse
import collections
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

from generate_rules import cases, line_of
from rules_oracle import OPEN, which_pack


def entries(answer):
    """Category and benefits of an answer as a set."""
    return {('category', answer['category'])} | {(b['benefit'], b['unit'], tuple(b['members']), b['eligible'], b.get('amountFen')) for b in answer['benefits']}


def difference(expected, got):
    """What differs, as a short kind; None where nothing does."""
    if 'refused' in expected or 'category' not in got:
        model, program = expected.get('refused', 'answered'), got.get('refused', 'crashed' if 'crashed' in got else 'answered')
        return None if model == program or model == 'ANY' and 'refused' in got else f'model {model}, program {program}'
    only_model, only_program = entries(expected) - entries(got), entries(got) - entries(expected)
    if not only_model and not only_program and len(expected['benefits']) == len(got['benefits']):
        return None
    name = lambda entry: f'{entry[0]}:{entry[1]}' if entry[0] == 'category' else f'{entry[0]}:{entry[3]}'
    return f'model {sorted(map(name, only_model))}, program {sorted(map(name, only_program))}'


def seed_result(seed, count, as_program):
    """Coverage and differences of one seed."""
    made = list(cases(seed, count, as_program))
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8') as file:
        file.writelines(line_of(case) + '\n' for case in made)
        file.flush()
        output = subprocess.run(['node', 'test/oracle/answers.mjs', file.name], check=True, capture_output=True, text=True).stdout
    covered, different = collections.Counter(), []
    for case, line in zip(made, output.splitlines(), strict=True):
        place, expected, got = which_pack(case['division']) or '--', case['expected'], json.loads(line)
        if 'refused' in expected:
            covered[place, 'refused', expected['refused']] += 1
        else:
            covered[place, 'category', expected['category']] += 1
            covered.update((place, b['benefit'], f"{b['unit']} {b['eligible']}") for b in expected['benefits'])
        kind = difference(expected, got)
        if kind is not None:
            different.append((f"{place} {kind}{' OPEN: ' + '; '.join(case['open']) if 'open' in case else ''}", seed, case, got))
    return covered, different


def main():
    """Runs the seeds side by side."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--seeds', default='1-4')
    parser.add_argument('--count', type=int, default=2000)
    parser.add_argument('--show', type=int, default=1)
    parser.add_argument('--as-program', action='store_true', help='read the open questions as the program does: then nothing may differ')
    options = parser.parse_args()
    first, last = (int(part) for part in options.seeds.split('-'))
    covered, kinds = collections.Counter(), collections.defaultdict(list)
    with ProcessPoolExecutor() as pool:
        for some, different in pool.map(seed_result, range(first, last + 1), [options.count] * (last - first + 1), [frozenset(OPEN if options.as_program else ())] * (last - first + 1)):
            covered.update(some)
            for kind, *rest in different:
                kinds[kind].append(rest)
    for key, number in sorted(covered.items()):
        print(number, *key)
    for kind, found in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f'\n== {len(found)} x {kind}')
        for seed, case, got in found[:options.show]:
            print(f'seed {seed}:', line_of(case), 'program:', json.dumps(got, ensure_ascii=False), sep='\n   ')
    print(f'\n{(last - first + 1) * options.count} cases, {sum(map(len, kinds.values()))} differences')
    sys.exit(1 if kinds else 0)


if __name__ == '__main__':
    main()
