"""MediaAdmin as a target of the side-by-side bench: BENCH_EXTRA=<this folder> python3 bench.py run --targets mediaadmin,tus-node,nginx --ops upload

Needs a published build: dotnet publish MediaAdmin -c Release -r linux-x64 -o artifacts/publish
"""
import csv
import json
import os
import sqlite3
import subprocess
import time

import dataset
import tus
from adapters.base import Adapter

KEY = "bench-key-0123456789"


class MediaAdmin(Adapter):
    name, label, port = "mediaadmin", "MediaAdmin (Blazor Server, .NET 10)", 18820
    headers = {"X-API-Key": KEY}
    ready_path = "/health/live"
    ops = ("list", "search", "delete", "bulk", "reorder", "variants", "upload")
    endpoint = "/api/uploads"

    def command(self):
        return [os.path.join(os.path.dirname(os.path.abspath(__file__)), "start.sh")]

    def load(self, n):
        """By the product's own import, pictures and all; metadata is kept, because the pictures differ in a comment only."""
        pictures = os.path.join(self.data, "pictures")
        dataset.write_files(n, lambda r: os.path.join(pictures, r["key"]))
        table = os.path.join(self.data, "catalogue.csv")
        with open(table, "w", newline="", encoding="utf-8") as f:
            out = csv.writer(f)
            out.writerow(["client", "sku", "product", "file", "position", "title"])
            for r in dataset.rows(n):
                out.writerow(["BENCH", "P%06d" % r["product_id"], "Product %06d" % r["product_id"], r["key"], r["seq"] + 1, r["title"]])
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run(["dotnet", os.path.join(here, "..", "..", "artifacts", "publish", "MediaAdmin.dll"), "import", table, "--files", pictures],
                       env=dict(os.environ, DataDirectory=self.data, Uploads__KeepMetadata="true"), check=True, stdout=subprocess.DEVNULL)

    def known(self):
        if not getattr(self, "_ids", None):
            with sqlite3.connect("file:%s?mode=ro" % os.path.join(self.data, "media.db"), uri=True) as db:
                self._ids = {int(title[-7:]): i for i, title in db.execute("select Id, Title from Assets where Title like '%SKU_______'")}
                self._products = {int(sku[1:]): i for i, sku in db.execute("select Id, Sku from Products where Sku like 'P______'")}
        return self._ids, self._products

    def id_of(self, n):
        return self.known()[0][n]

    def list(self, c, offset, limit, q=None):
        page = c.json("GET", "/api/assets?page=%d&pageSize=%d%s" % (offset // limit + 1, limit, "&search=" + q.replace(" ", "+") if q else ""))
        return page["total"], [i["id"] for i in page["items"]]

    def delete_one(self, c, i):
        c.ok("DELETE", "/api/assets/%d" % i)

    def bulk_delete(self, c, ids):
        assert c.json("POST", "/api/assets/deletions", {"assetIds": ids})["removed"] == len(ids)

    def order(self, c, product):
        return [p["assetId"] for p in c.json("GET", "/api/products/%d/gallery" % self.known()[1][product])["items"]]

    def reorder(self, c, product, ids):
        status, _, body = c.send("PUT", "/api/products/%d/gallery/order" % self.known()[1][product], json.dumps({"assetIds": ids}).encode(), {"Content-Type": "application/json", "If-Match": "*"})
        assert status == 204, (status, body[:300])

    def variant_count(self, c, product):
        self._variants = c.json("GET", "/api/products/%d/variants" % self.known()[1][product])["items"]
        return len(self._variants)

    def add_variants(self, c, product, rows):
        """All variants of a product are saved at once: those that are there already are sent again, and count as kept."""
        new = [{"sku": "%s-%d" % (r["sku"], len(self._variants)), "name": "%s %s" % (r["color"], r["size"])} for r in rows]
        self._variants = c.json("PUT", "/api/products/%d/variants" % self.known()[1][product], {"variants": self._variants + new})["variants"]

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
        self._product = None  # the next round has a client of its own
