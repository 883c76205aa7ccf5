"""MediaAdmin as a target of the side-by-side bench: BENCH_EXTRA=<this folder> python3 bench.py run --targets mediaadmin,tus-node,nginx --ops upload

Needs a published build: dotnet publish MediaAdmin -c Release -o artifacts/publish
"""
import json
import os
import time

import tus
from adapters.base import Adapter

KEY = "bench-key-0123456789"


class MediaAdmin(Adapter):
    name, label, port = "mediaadmin", "MediaAdmin (Blazor Server, .NET 10)", 18820
    headers = {"X-API-Key": KEY}
    ready_path = "/health/live"
    ops = ("upload",)
    endpoint = "/api/uploads"

    def command(self):
        return [os.path.join(os.path.dirname(os.path.abspath(__file__)), "start.sh")]

    def load(self, n):
        pass  # products are made with the first upload: the server is not running yet

    def upload(self, c, name, mime, src):
        return tus.upload(c, self.endpoint, src, {"filename": name, "filetype": mime, "product": self.product(c)}, self.chunk)[0]

    def product(self, c):
        """A product of a client of its own for each round: within one client the same bytes count as duplicates."""
        if not getattr(self, "_product", None):
            code = "B%d" % time.time_ns()
            c.json("POST", "/api/clients", {"code": code, "name": code})
            self._product = c.json("POST", "/api/products", {"client": code, "sku": code, "name": "Bench"})["id"]
        return self._product

    def read_back(self, c, handle):
        """The original in the local store, once the store has it."""
        upload = handle.rsplit("/", 1)[1]
        for _ in range(3000):
            state = c.json("GET", "/api/uploads/%s" % "-".join((upload[:8], upload[8:12], upload[12:16], upload[16:20], upload[20:])))
            if state["state"] in ("stored", "duplicate"):  # a duplicate names the asset that has the same bytes already
                original = c.json("GET", "/api/assets/%d" % state["assetId"])["original"]
                return os.path.join(self.data, "store", original.split("/media/", 1)[1])
            if state["state"] in ("failed", "cancelled"):
                raise RuntimeError(json.dumps(state))
            time.sleep(0.1)
        raise RuntimeError("not stored in five minutes")

    def drop_uploads(self, c, handles):
        self._product = None  # deleting is not built yet
