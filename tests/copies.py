"""A workspace copied with its index, as if that had been made where the copy lies: to make it again takes longer."""

import json
import shutil

from evidence import cache
from evidence.files import FileStamp
from evidence.store.storage import Store
from evidence.workspace import Workspace


def copied(folder, to):
    """Return the copy: what looked changed where it comes from looks so here, and nothing else."""
    shutil.copytree(folder, to)
    there, here = Workspace(folder.resolve()), Workspace(to.resolve())
    if not here.cache.is_dir():
        return to
    cache.mark(here.cache)
    with Store.open(here.cache, writable=True) as store:
        known, before, now = store.catalog.file_stamps(), there.normalized_files(), here.normalized_files()
        for call_id in known.keys() & now.keys():
            if known[call_id] == before[call_id]:
                store.catalog.stamp(call_id, now[call_id])
        for file in list(store.catalog.raw_files()):
            path = there.raw / file.path
            if path.is_file() and FileStamp.of(path.stat()) == file.stamp:
                store.catalog.put_raw(file.stamped(FileStamp.of((here.raw / file.path).stat())))
        if store.catalog.get("crm") == there.fingerprint(there.as_of):
            store.catalog.set("crm", here.fingerprint(here.as_of))
            store.catalog.set("files", json.dumps(here.outside_files()))
    return to
