"""Run a command as a user does, in this process: what it printed, and its exit code."""

import contextlib
import io
import json
import os
from dataclasses import dataclass
from unittest import mock

from evidence.cli import app


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()

    @property
    def records(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def statuses(self):
        return {record["path"]: record["status"] for record in self.records}


def run_in(folder, *arguments, env=None):
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {"COLUMNS": "80", **(env or {})}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = app.run([str(argument) for argument in arguments])
    return Result(code, out.getvalue(), err.getvalue())
