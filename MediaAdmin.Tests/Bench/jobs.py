"""What the job engine costs, of one build or of several in one run, round after round:

    python3 MediaAdmin.Tests/Bench/jobs.py artifacts/publish [other published folders]

Prints for each: uploads a second acknowledged while their queue is paused (row and job each), 1,000 uploads from the first byte to the last stored, how long they
waited for a worker, and what the portal costs at rest: CPU, memory (PSS), and with 20,000 jobs waiting, the dashboard's pages.
"""
import base64
import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zlib

KEY, CONNECTIONS, SINGLE, UPLOADS, WAITING, ROUNDS = "bench-key-0123456789", 4, 100, 1000, 20_000, int(os.environ.get("ROUNDS", "3"))
KIND = {True: "uploads", False: "store-upload"}


def png(seed):
    """48 x 48 pixels that no other picture has."""
    pixels = random.Random(seed).randbytes(48 * 3)
    rows = b"".join(b"\0" + pixels[i % 48:] + pixels[:i % 48] for i in range(0, 48 * 3, 3))
    part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 48, 48, 8, 2, 0, 0, 0)) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


class Portal:
    def __init__(self, folder):
        self.folder, self.data = os.path.abspath(folder), tempfile.mkdtemp(prefix="mediaadmin-jobs-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.local = threading.local()

    def start(self):
        env = dict(os.environ, ASPNETCORE_ENVIRONMENT="Production", ASPNETCORE_URLS="http://127.0.0.1:%d" % self.port, DataDirectory=self.data,
                   Setup__ApiKey=KEY, Logging__LogLevel__Default="Warning")
        self.process = subprocess.Popen(["dotnet", "MediaAdmin.dll"], cwd=self.folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                if self.call("GET", "/health/ready")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        self.kind = next(k for k in KIND.values() if any(w["kind"] == k for w in self.jobs()["work"]))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def call(self, method, path, body=None, headers={}):
        c = getattr(self.local, "connection", None)
        if c is None:
            c = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            c.request(method, path, body, {"X-API-Key": KEY, **headers})
            answer = c.getresponse()
            return answer.status, answer.read(), answer.headers
        except (OSError, http.client.HTTPException):
            c.close()
            raise OSError("no answer")

    def jobs(self):
        return json.loads(self.call("GET", "/api/jobs")[1])

    def work(self):
        return next(w for w in self.jobs()["work"] if w["kind"] == self.kind)

    def pause(self):
        assert self.call("PUT", "/api/jobs/%s/pause" % self.kind, "{}", {"Content-Type": "application/json"})[0] < 300

    def resume(self):
        assert self.call("DELETE", "/api/jobs/%s/pause" % self.kind)[0] < 300

    def send(self, seed):
        body = png(seed)
        name = base64.b64encode(b"picture-%d.png" % seed).decode()
        status, text, headers = self.call("POST", "/api/uploads", None, {
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(body)), "Upload-Metadata": "filename " + name, "Content-Length": "0"})
        assert status == 201, (status, text)
        path = headers["Location"]
        path = path[path.index("/api"):]
        status, text, _ = self.call("PATCH", path, body, {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
        assert status == 204, (status, text)

    def send_many(self, first, count):
        seeds, lock, began = iter(range(first, first + count)), threading.Lock(), time.perf_counter()

        def sender():
            while True:
                with lock:
                    seed = next(seeds, None)
                if seed is None:
                    return
                self.send(seed)
        threads = [threading.Thread(target=sender) for _ in range(CONNECTIONS)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        return time.perf_counter() - began

    def read(self, sql):
        with sqlite3.connect("file:%s?mode=ro" % os.path.join(self.data, "media.db"), uri=True, timeout=60) as db:
            return db.execute(sql).fetchone()[0]

    def until_stored(self, count):
        while self.read("select count(*) from Uploads where State = 'Stored'") < count:
            time.sleep(0.05)

    def cpu(self):
        fields = open("/proc/%d/stat" % self.process.pid).read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def at_rest(self, seconds=30):
        before = self.cpu()
        time.sleep(seconds)
        pss = next(int(line.split()[1]) for line in open("/proc/%d/smaps_rollup" % self.process.pid) if line.startswith("Pss:"))
        return {"CPU at rest, %": round(100 * (self.cpu() - before) / seconds, 2), "memory at rest, MB": round(pss / 1024)}

    def seed_waiting(self, count):
        """Received files whose jobs are not there, as a crash leaves them: the next start queues a job for each. The portal is down."""
        with sqlite3.connect(os.path.join(self.data, "media.db"), timeout=60) as db:
            columns = [row[1] for row in db.execute("pragma table_info(Uploads)")]
            template = dict(zip(columns, db.execute("select * from Uploads limit 1").fetchone()))
            template.update(State="Queued", AssetId=None, StoredAt=None)
            for n in range(count):
                template["Id"] = str(uuid.uuid4()).upper()
                if "Number" in template:
                    template["Number"] = 1_000_000 + n
                db.execute("insert into Uploads (%s) values (%s)" % (",".join(columns), ",".join("?" * len(columns))), list(template.values()))
                open(os.path.join(self.data, "staging", template["Id"].replace("-", "").lower()), "wb").write(b"\0" * 8)


def timed(call, times=5):
    took = []
    for _ in range(times):
        began = time.perf_counter()
        status = call()[0]
        took.append((time.perf_counter() - began) * 1000)
    return round(sorted(took)[len(took) // 2], 1) if status == 200 else "status %d" % status


def measure(folder, round_number):
    portal = Portal(folder)
    portal.start()
    figures = {}
    for n in range(SINGLE):  # one at a time: the wait of a job that finds a free worker
        portal.send(900_000 + n)
        portal.until_stored(n + 1)
    time.sleep(2)  # the history is written several runs at a time
    waits = next(d for d in portal.jobs()["lastHour"] if d["kind"] == portal.kind)
    figures["queued to started, ms p50"], figures["queued to started, ms p95"] = ms(waits["waitP50"]), ms(waits["waitP95"])
    portal.pause()
    figures["uploads acknowledged a second (paused)"] = round(UPLOADS / portal.send_many(0, UPLOADS))
    portal.resume()
    portal.until_stored(SINGLE + UPLOADS)
    began = time.perf_counter()
    portal.send_many(10_000, UPLOADS)
    portal.until_stored(SINGLE + 2 * UPLOADS)
    figures["1,000 uploads to stored, s"] = round(time.perf_counter() - began, 1)
    time.sleep(10)
    figures.update(portal.at_rest())
    portal.pause()
    portal.stop()
    portal.seed_waiting(WAITING)
    began = time.perf_counter()
    portal.start()
    while portal.work()["waiting"] < WAITING:
        time.sleep(0.2)
    figures["20,000 waiting: seen after start, s"] = round(time.perf_counter() - began, 1)
    time.sleep(20)
    figures["20,000 waiting: GET /api/jobs, ms"] = timed(lambda: portal.call("GET", "/api/jobs"))
    figures["20,000 waiting: dashboard, ms"] = timed(lambda: portal.call("GET", "/hangfire/"))
    figures["20,000 waiting: its list of the queue, ms"] = timed(lambda: portal.call("GET", "/hangfire/jobs/enqueued/uploads"))
    figures.update({"20,000 waiting: " + k: v for k, v in portal.at_rest().items()})
    portal.stop()
    print(json.dumps({"build": folder, "round": round_number, **figures}), flush=True)
    return figures


def ms(text):
    """.NET's time span, "0:00:00.0123"."""
    hours, minutes, seconds = text.split(":")
    return round(1000 * (3600 * float(hours) + 60 * float(minutes) + float(seconds)), 1)


if __name__ == "__main__":
    all_figures = {folder: [] for folder in sys.argv[1:]}
    for number in range(ROUNDS):
        for folder in all_figures:
            all_figures[folder].append(measure(folder, number + 1))
    for name in next(iter(all_figures.values()))[0]:
        middle = lambda rounds: sorted(map(str, (r.get(name) for r in rounds)), key=lambda v: (len(v), v))[len(rounds) // 2]
        print("%-45s %s" % (name, "   ".join(middle(rounds) for rounds in all_figures.values())))
