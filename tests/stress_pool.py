"""Kills, by hundreds: of processes of a parallel map, also in the midst of a message, and of whole batch runs. By hand: it takes minutes.

python -m tests.stress_pool                200 kills of processes, 20 of batch runs
python -m tests.stress_pool 20 2           fewer

A process is killed with -9 at a random moment, in every second round while the one that collects the results was stopped for a while,
so that its line is full and it stands in the midst of a message of some MB. Every round must end, with all results but that of the thing
that the process had in hand.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.databases import contents, killed_at_random, start, wait_until_gone

THINGS = 24
BYTES = 3_000_000
PATIENCE = 60.0
"""Seconds after which a round counts as hanging."""
METHODS = ("fork", "forkserver", "spawn")
ROUND = f"""
import multiprocessing, os, sys, time
from quoth.running.parallel import Job, ordered_map

def tell_who():
    os.write(1, b"worker %d\\n" % os.getpid())

def work(number):
    time.sleep(number % 3 / 100)
    return bytes([number]) * {BYTES}

def lost(number, late):
    return None

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    results = list(ordered_map(Job(work, lost, tell_who), range({THINGS}), 2, 30.0))
    right = all(result in (None, bytes([number]) * {BYTES}) for number, result in enumerate(results))
    os.write(1, b"end %d %d %d\\n" % (len(results), sum(result is None for result in results), right))
"""


def kill_one(method: str, *, stopped: bool, chance: Random) -> str:
    """A round; the answer says what came of it."""
    with TemporaryDirectory() as folder:
        script = Path(folder, "round.py")
        script.write_text(ROUND, encoding="utf-8")
        process = subprocess.Popen([sys.executable, script, method], stdout=subprocess.PIPE)
        assert process.stdout is not None
        try:
            workers = [int(process.stdout.readline().split()[1]) for _ in range(2)]
            time.sleep(chance.uniform(0, 0.25))
            if stopped:
                process.send_signal(signal.SIGSTOP)
                time.sleep(chance.uniform(0.2, 1.0))
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
            process.send_signal(signal.SIGCONT)
            told, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return "HANGS"
        finally:
            process.kill()
            process.wait()
    words = told.split()[-4:]
    if process.returncode or words[:2] != [b"end", b"%d" % THINGS] or words[3] != b"1":
        return "WRONG"
    return f"{int(words[2])} lost"


def kill_workers(times: int, chance: Random) -> bool:
    """So many rounds."""
    came = Counter[tuple[str, str]]()
    begin = time.monotonic()
    for number in range(times):
        stopped = bool(number % 2)
        method = METHODS[number // 2 % len(METHODS)] if number % 10 >= 4 else "fork"
        came["in mid-message" if stopped else "at any moment", kill_one(method, stopped=stopped, chance=chance)] += 1
    print(f"{times} kills of processes, {time.monotonic() - begin:.0f} s")
    for (when, what), count in sorted(came.items()):
        print(f"  {when}: {what}: {count}")
    return all(what in ("0 lost", "1 lost") for _, what in came)


def kill_runs(times: int, chance: Random) -> bool:
    """So many batch runs that are killed once, and must leave what an undisturbed one leaves when they are taken up again."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "news").mkdir()
        for number in range(150):
            text = f"Report {number}. Russia accused Turkey of closing bridge {number}. Iran said road {number} was open. "
            text *= 1 + number % 12
            (here / "news" / f"{number:03}.txt").write_text(text, encoding="utf-8")
        command = ["batch", str(here / "news"), "-q", "--jobs", "2", "--db"]
        begin = time.monotonic()
        assert start([*command, str(here / "whole.db")]).wait(600) == 0
        took = time.monotonic() - begin
        hit = same = left = 0
        for number in range(times):
            name = f"killed{number}.db"
            hit += killed_at_random([*command, str(here / name)], 1, took, chance)
            left += len(wait_until_gone([name]))
            assert start([*command, str(here / name), "--wait"]).wait(600) == 0
            same += contents(here / name) == contents(here / "whole.db")
    print(f"{times} kills of batch runs, {hit} of them while at work (a whole one took {took:.1f} s)")
    print(f"  taken up again, {same} left the same database as a whole run; processes left: {left}")
    return same == times and not left


def main() -> int:
    """0 if all went well."""
    workers, runs = [int(word) for word in sys.argv[1:]] or [200, 20]
    chance = Random(10)
    well = [kill_workers(workers, chance), kill_runs(runs, chance)]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
