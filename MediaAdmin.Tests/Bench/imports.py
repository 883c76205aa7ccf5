"""Measures the import and makes a catalogue to measure other things on: python3 imports.py FOLDER [ASSETS] [PRODUCTS]

Needs a published build: dotnet publish MediaAdmin -c Release -r linux-x64 -o artifacts/publish
Draws small pictures, each of its own, into FOLDER/pictures and writes FOLDER/catalogue.csv, looks at them dry, then imports them into
the data directory FOLDER/data. Prints answers, times, and the peak of memory: of the portal's process, and of it with its image workers.
"""
import csv
import os
import pathlib
import struct
import subprocess
import sys
import threading
import time
import zlib

PUBLISHED = pathlib.Path(__file__).resolve().parents[2] / "artifacts" / "publish" / "MediaAdmin.dll"
SIDE = 64
COLOURS = ["red", "green", "blue", "black", "white", "grey", "brown", "amber"]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(n):
    """Bands in the colours of its number, so that no two have the same bytes."""
    colours = [struct.pack(">I", (n * 2654435761 + i * 40503) % 2**32)[:3] for i in range(SIDE // 8)]
    rows = b"".join((b"\0" + (colours[(y // 8 + n) % 8] * 24 + colours[(y // 8 * n) % 8] * 40)) for y in range(SIDE))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Comment\0%d" % n) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def draw(folder, assets, products):
    each = assets // products
    pictures = folder / "pictures"
    pictures.mkdir(parents=True)
    with open(folder / "catalogue.csv", "w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["client", "sku", "product", "variant", "file", "position", "title", "alt", "tags"])
        for p in range(products):
            sku, colour = f"SKU-{p:05}", COLOURS[p % len(COLOURS)]
            (pictures / sku).mkdir(parents=True)
            for i in range(each):
                name = f"{sku}/{sku}_{i + 1}.png"
                (pictures / name).write_bytes(picture(p * each + i))
                lines.writerow([f"BENCH{p % 10}", sku, f"Lamp {p} {colour}", "", name, i + 1, f"Lamp {p} from side {i + 1}", f"A {colour} lamp, number {p}, seen from side {i + 1}" if i % 6 else "", f"lamp|{colour}"])


def rss(process):
    """MiB of a process and of those it started, without what they share counted twice."""
    own = total = 0
    for line in subprocess.run(["ps", "-o", "pid=,rss=", "--pid", str(process), "--ppid", str(process)], capture_output=True, text=True).stdout.splitlines():
        pid, kib = map(int, line.split())
        own = kib / 1024 if pid == process else own
        try:
            total += int(next(l for l in open(f"/proc/{pid}/smaps_rollup") if l.startswith("Pss:")).split()[1]) / 1024
        except OSError:  # it has ended meanwhile
            pass
    return own, total


def run(folder, *words):
    env = dict(os.environ, DataDirectory=str(folder / "data"), Logging__LogLevel__Default="Warning")
    started, peaks, seen = time.monotonic(), [0, 0], []
    process = subprocess.Popen(["dotnet", str(PUBLISHED), *words], env=env, stdout=subprocess.PIPE, text=True)

    def watch():
        while process.poll() is None:
            now = rss(process.pid)
            peaks[:] = map(max, peaks, now)
            seen.append(now[0])
            time.sleep(1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    print(process.communicate()[0].strip())
    watcher.join()
    quarters = [max(seen[len(seen) * q // 4:len(seen) * (q + 1) // 4] or [0]) for q in range(4)]
    print(f"exit {process.returncode}, {time.monotonic() - started:.1f} s, peak {peaks[0]:.0f} MiB, with its workers {peaks[1]:.0f} MiB; by quarter of the time {[round(q) for q in quarters]}", flush=True)


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    assets, products = (int(sys.argv[i]) if len(sys.argv) > i else n for i, n in ((2, 100_000), (3, 1_000)))
    if not (folder / "catalogue.csv").exists():
        draw(folder, assets, products)
    order = [str(folder / "catalogue.csv"), "--files", str(folder / "pictures")]
    print("dry run")
    run(folder, "import", *order, "--dry-run")
    print("import")
    run(folder, "import", *order)
    print("once more")
    run(folder, "import", *order)


if __name__ == "__main__":
    main()
