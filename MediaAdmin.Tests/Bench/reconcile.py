"""Measures the two-way check on the local store: python3 reconcile.py FOLDER [ASSETS] [DIFFERENCES]

Needs a published build: dotnet publish MediaAdmin -c Release -r linux-x64 -o artifacts/publish
Fills FOLDER with a library on SQLite and its files in the local store (once; it can be measured again), with so many orphans and
lost pictures among them, then runs `reconcile` and prints its answer, its time and the peak of its memory.
"""
import os
import pathlib
import sqlite3
import subprocess
import sys
import time
import uuid

PUBLISHED = pathlib.Path(__file__).resolve().parents[2] / "artifacts" / "publish" / "MediaAdmin.dll"
TICKS = 638_000_000_000_000_000  # some day in 2022, as .NET counts


def reconcile(folder, *words):
    env = dict(os.environ, DataDirectory=str(folder), Logging__LogLevel__Default="Warning", Logging__LogLevel__MediaAdmin="Warning")
    started = time.monotonic()
    process = subprocess.Popen(["dotnet", str(PUBLISHED), "reconcile", *words], env=env, stdout=subprocess.PIPE, text=True)
    answer = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    return answer, os.waitstatus_to_exitcode(status), time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def fill(folder, assets, differences):
    store = folder / "store"
    originals = [folder / f"file-{i}" for i in range(16)]  # linked, not copied: a file takes 65,000 links on ext4
    for path in originals:
        path.write_bytes(os.urandom(2000))
        os.utime(path, (1_660_000_000, 1_660_000_000))

    def shelve(n, key):
        home = store / key / "0123456789abcdef.png"
        home.mkdir(parents=True)
        for i, name in enumerate(("original.png", "preview.webp", "thumbnail.webp")):
            os.link(originals[(3 * n + i) % len(originals)], home / name)

    db = sqlite3.connect(folder / "media.db")
    db.execute("insert into Clients (Code, Name, CreatedAt) values ('BENCH', 'Bench', ?)", (TICKS,))
    for n in range(assets):
        key = f"BENCH/sku-{n % 1000:04}/{uuid.uuid4().hex}"
        if n >= differences:
            shelve(n, key)
        db.execute(
            "insert into Assets (ClientId, FileName, ContentType, Bytes, Width, Height, Sha256, Store, StoreKey, StoreVersion, Title, AltEn, AltTr, Tags, CreatedBy, CreatedAt) "
            "values (1, ?, 'image/png', 2000, 1, 1, ?, 'local', ?, '0123456789abcdef.png', 'bench', '', '', '[]', 'user:1', ?)", (f"{n}.png", f"{n:064x}", key, TICKS))
    for n in range(differences):
        shelve(n, f"BENCH/orphan/{uuid.uuid4().hex}")
    db.commit()
    db.close()


def main():
    folder = pathlib.Path(sys.argv[1])
    assets, differences = (int(sys.argv[2]) if len(sys.argv) > 2 else 100_000), (int(sys.argv[3]) if len(sys.argv) > 3 else 100)
    if not (folder / "media.db").exists():
        folder.mkdir(parents=True, exist_ok=True)
        reconcile(folder)  # makes the database
        fill(folder, assets, differences)
    for _ in range(3):
        answer, code, seconds, busy, megabytes = reconcile(folder)
        print("\n".join(line for line in answer.splitlines() if not line.startswith("  ")))
        print(f"exit code {code}, {seconds:.1f} s by the clock, {busy:.1f} s of processor time, peak {megabytes:.0f} MB, load {os.getloadavg()[0]:.1f}\n", flush=True)


main()
