"""A call as the index takes it, of words that are hard to find."""

from evidence.files import FileStamp
from evidence.model import AccountLink, Call, Participant, Utterance
from evidence.store.prepare import FileState, IndexedCall, IndexedParticipant

DANA = IndexedParticipant(Participant("Dana Reyes (Northquay)", "Dana Reyes", side="customer", role="Economic Buyer"))
SAM = IndexedParticipant(Participant("Sam", side="internal"))
PEOPLE = {"Dana Reyes (Northquay)": DANA, "Sam": SAM}
SPEAKERS = (*PEOPLE, "Somebody else", None)
SAID = (
    "We deploy by hand, every single Friday night.",
    "Deploying by hand? We deployed and deployed again.",
    "The deployment, by hand... by hand!",
    "Is it audited? The audit was manual, manual and manual.",
    "We don't need SOC 2. soc-2? C++ and CI/CD, snake_case.",
    "Café, cafe\u0301 and CAFE. Straße. ISTANBUL ılık İzmir",
    "日本語を話す 🙂 manual",
    "...",
    "hand by deploy deploys",
    "hand a b c d e f deploy",
    "can't cant can\u2019t",
)


def indexed(call_id, texts, *, date=None, account=None, speakers=SPEAKERS, title="Discovery: how they deploy"):
    """A call whose speakers take turns."""
    said = (
        Utterance(n, n, speakers[n % len(speakers)], text, 1000 * n, None, "stated") for n, text in enumerate(texts, 1)
    )
    call = Call(call_id, title, "x.vtt", "0" * 64, "webvtt", "1", utterances=tuple(said), started_at=date)
    link = AccountLink(call_id, "linked", account) if account else None
    return IndexedCall(
        call, tuple(PEOPLE.values()), link, FileState(f"{call_id}.md", FileStamp(1, 2, 0, 0), "ab"), "cd"
    )
