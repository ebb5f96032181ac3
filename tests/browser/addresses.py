"""Every page there is, from the addresses themselves, with somebody who may open it and what it shows.

A new address without an example fails `test_every_page`, so no page is forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.stage import BIRTH, COMMUNE, TOLD
from tests.browser.system import System

VISITOR = "visitor"
CITIZEN = "citizen"


@dataclass(frozen=True)
class Shown:
    """One page to open: by whom, with which scene and other values, and how it answers."""

    name: str
    by: str = VISITOR
    scene: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200

    @property
    def id(self) -> str:
        return "-".join(filter(None, (self.name, self.by, self.scene, *self.values.values(), self.query)))


@dataclass(frozen=True)
class Address:
    """A named address: its pattern's own values are filled from a scene and the examples of the system."""

    name: str
    pattern: URLPattern
    route: str

    @property
    def wants(self) -> tuple[str, ...]:
        return tuple(self.pattern.pattern.converters)


def addresses(resolver: URLResolver | None = None, space: str = "", before: str = "/") -> Iterator[Address]:
    """All of them, in the order of the URLconf."""
    for part in (resolver or get_resolver()).url_patterns:
        here = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from addresses(part, part.namespace or space, here)
        else:
            yield Address(f"{space}:{part.name}", part, here)


def path_of(address: Address, shown: Shown, system: System) -> str:
    """The address with everything in place."""
    path = address.route
    known = {**_COMMON.get(address.name.partition(":")[0], {}), **shown.values}
    for name in address.wants:
        value = system.dossier(shown.scene) if name == "dossier_id" else known.get(name, "")
        value = str(system.scenes["examples"].get(value, value))
        if not value:
            value = str(system.scenes["examples"][_IDS[name]])
        converter = address.pattern.pattern.converters[name]
        kind = next(kind for kind in ("uuid", "str", "slug", "int") if f"<{kind}:{name}>" in path)
        path = path.replace(f"<{kind}:{name}>", converter.to_url(value))
    return path + shown.query


_COMMON = {"public": {"code": BIRTH}, "filing": {"code": BIRTH}, "console": {"code": BIRTH, "number": "1"}}
_IDS = {
    "person_id": "person",
    "paper_id": "paper",
    "form_id": "form",
    "result_id": "result",
    "item_id": "item",
    "key": "result-key",
    "target_id": "target",
    "draft_id": "draft",
    "book_id": "book",
    "token": "rating-token",
    "scan_id": "scan",
    "page_id": "scan-page",
    "list_id": "transfer",
    "line_id": "transfer-line",
    "user_id": "officer",
    "post_id": "post",
    "kiosk_key": "kiosk-key",
    "ticket_id": "ticket",
    "appointment_id": "appointment",
    "proposal_id": "proposal",
    "receipt_id": "receipt",
    "secret": "receipt-secret",
    "till_id": "till",
    "obligation_id": "obligation",
    "export_id": "file",
    "inspection_id": "inspection",
    "inspected_id": "inspected",
    "finding_id": "finding",
}
_PLACE = {"unit_id": f"ubnd-{COMMUNE}"}
_TOPICS = ("bat-dau", "chup-giay-to", "du-lieu-ca-nhan", "quyen-cua-ban", "tiep-can", "vneid")
_PAGES = ("requester", "child", "origin", "mother_page", "father_page", "marriage", "extra")
# One of each kind of form and list of a draft.
_PARTS = (
    *("chung", "legal_basis", "cases", "cases.0", "cases.0.examples.0", "components.0", "fees.0"),
    *("form.rules", "form.pages.0", "form.pages.0.fields.0", "route.steps.0"),
)
TOLD_ONLY = {"code": TOLD}
_LISTS = (
    *("cho-nguoi-dan", "qua-han", "da-tra", "qua-gio-tiep-nhan", "cho-tra", "chua-den-nhan"),
    *("buu-chinh-hoan", "o-buu-chinh", "chua-xin-loi", "dung-yen"),
)
_CASES = (
    ("desk", "shown"),
    ("desk", "supplement-plain"),
    ("desk", "taken-in"),
    ("desk", "done-plain"),
    ("desk", "posted"),
    ("desk", "under-way"),
    ("handler", "handle-shown"),
    ("signer", "sorry"),
    ("signer", "sign-shown"),
    ("clerk", "number-shown"),
    ("head", "handle-shown"),
    ("inspector", "returned"),
)

_FILES = ("file", "file-running", "file-failed")
_MINE = ("shown", "sign-shown", "done-plain", "returned", "posted", "sorry")

# What people look at. The answers to forms are reached by the tests that drive a task.
PAGES: tuple[Shown, ...] = (
    Shown("public:home"),
    Shown("public:home", CITIZEN),
    Shown("public:find"),
    Shown("public:find", query="?q=khai+sinh"),
    Shown("public:find", query="?q=xyzxyz"),
    Shown("public:procedure"),
    Shown(
        "public:procedure",
        query="?channel=online&child_kind=usual&late=yes&birth_evidence=paper&filed_by=parent",
    ),
    Shown("public:procedure", values=TOLD_ONLY),
    Shown("public:procedure", values={"code": "9.999999"}, status=404),
    Shown("public:aloud"),
    Shown("public:figures"),
    Shown("public:simplified"),
    Shown("public:aloud", values=TOLD_ONLY),
    Shown("public:look-up"),
    Shown("public:by-receipt"),
    Shown("public:look-up", query="?ma=khong-co"),
    Shown("public:fee-receipt"),
    Shown("public:fee-receipt-by-secret"),
    Shown("public:fee-receipt-by-secret", values={"secret": "0000"}, status=404),
    Shown("public:verify"),
    Shown("public:result"),
    Shown("public:agencies"),
    Shown("public:agency", values=_PLACE),
    Shown("public:help"),
    *(Shown("public:help-topic", values={"topic": topic}) for topic in _TOPICS),
    Shown("eidentity:login"),
    Shown("eidentity:left"),
    Shown("filing:start", CITIZEN),
    Shown("filing:draft", CITIZEN, "draft"),
    Shown("filing:questions", CITIZEN, "draft"),
    *(Shown("filing:page", CITIZEN, "draft", {"page": page}) for page in _PAGES),
    Shown("filing:papers", CITIZEN, "draft"),
    Shown("filing:place", CITIZEN, "draft"),
    Shown("filing:check", CITIZEN, "draft"),
    Shown("filing:discard", CITIZEN, "draft"),
    Shown("mine:list", CITIZEN),
    Shown("mine:list", CITIZEN, query="?tim=xyzxyz"),
    *(
        Shown("mine:dossier", CITIZEN, each)
        for each in ("shown", "sign-shown", "posted", "sorry", "returned")
    ),
    Shown("mine:sent", CITIZEN, "shown"),
    Shown("mine:supplement", CITIZEN, "supplement-shown"),
    *(Shown("mine:payment", CITIZEN, each) for each in ("owing", "owing-part", "owing-paid")),
    *(Shown("mine:dossier", CITIZEN, each) for each in ("owing", "owing-paid")),
    Shown("mine:withdraw", CITIZEN, "shown"),
    Shown("mine:transition", CITIZEN, "shown"),
    Shown("mine:take-back", CITIZEN, "shown"),
    Shown("mine:appointment", CITIZEN, "done-plain"),
    Shown("mine:notices", CITIZEN),
    Shown("mine:mandates", CITIZEN),
    Shown("desk:login"),
    *(Shown("desk:start", part) for part in ("desk", "handler", "signer", "clerk", "inspector")),
    Shown("desk:posts", "desk"),
    Shown("desk:inbox", "desk"),
    *(Shown("desk:list", "desk", values={"slug": slug}) for slug in _LISTS),
    Shown("desk:search", "desk"),
    Shown("desk:search", "desk", query="?q=nguyen"),
    Shown("desk:transfers", "desk"),
    Shown("desk:transfers", "handler", query="?muc=nhan"),
    Shown("desk:transfer", "desk"),
    Shown("desk:hall", "desk"),
    Shown("desk:bookings", "desk"),
    Shown("desk:booking-slip", "desk"),
    Shown("hall:kiosk"),
    Shown("hall:slip"),
    Shown("hall:screen", values={"unit_id": f"ttpvhcc-{COMMUNE}"}),
    Shown("desk:unit", "signer"),
    Shown("desk:balance", "head"),
    Shown("desk:balance", "head", query="?ai=chung"),
    Shown("desk:balance", "signer"),
    Shown("desk:people", "head"),
    Shown("desk:people", "signer"),
    Shown("desk:instructions", "head"),
    Shown("desk:instructions", "handler"),
    *(Shown("desk:case", part, scene) for part, scene in _CASES),
    Shown("desk:ask-supplement", "desk", "shown"),
    Shown("desk:ask-supplement", "handler", "handle-shown"),
    Shown("desk:counter", "desk"),
    Shown("desk:counter", "desk", query="?q=025190001234"),
    Shown("desk:counter", "desk", query="?q=025099999999"),
    Shown("desk:register", "desk"),
    Shown("desk:choose", "desk"),
    Shown("desk:organisation", "desk"),
    Shown("desk:organisation", "desk", query="?q=0101234567"),
    Shown("desk:intake", "desk", "counter"),
    Shown("desk:scans", "desk", "counter"),
    Shown("desk:separators", "desk", "counter"),
    Shown("desk:scan", "desk"),
    Shown("desk:scan-data", "desk", values={"scan_id": "scan-filed"}),
    Shown("desk:intake", "desk", "outage"),
    Shown("desk:taken-in", "desk", "taken-in"),
    Shown("desk:taken-in", "desk", "owing-desk"),
    *(Shown("desk:case", "desk", each) for each in ("owing-desk", "owing-part", "owing-paid")),
    Shown("desk:books", "desk"),
    Shown("desk:book", "desk"),
    Shown("desk:till", "desk"),
    Shown("desk:till-sheet", "desk"),
    Shown("desk:money", "accountant"),
    Shown("desk:closings", "accountant"),
    Shown("desk:tills", "accountant"),
    *(
        Shown("desk:reconcile", "accountant", query=query)
        for query in ("", "?muc=chua-ve", "?muc=lech", "?muc=khop")
    ),
    Shown("desk:receipt-list", "accountant"),
    *(Shown(f"desk:{name}", "accountant") for name in ("statement", "post-money", "settlement", "journal")),
    Shown("desk:receipt-page", "accountant"),
    *(Shown("desk:refunds", "accountant", query=query) for query in ("", "?muc=thua")),
    Shown("desk:refunds", "signer"),
    Shown("desk:refund-ask", "accountant"),
    Shown("public:rate"),
    Shown("console:start", "admin"),
    Shown("console:procedures", "admin"),
    Shown("console:procedure", "admin"),
    Shown("console:version", "admin"),
    Shown("console:compare", "admin"),
    Shown("console:drafts", "admin"),
    Shown("console:draft", "admin"),
    Shown("console:draft-trial", "admin"),
    Shown("console:draft-past", "admin"),
    Shown("console:draft-text", "admin"),
    Shown("console:draft-route", "admin"),
    *(Shown("console:draft-part", "admin", values={"place": each}) for each in _PARTS),
    Shown("console:draft-new", "admin", values={"place": "components"}),
    Shown("console:draft-new", "admin", values={"place": "form.pages.0.fields"}, query="?kieu=choice"),
    Shown("console:moving", "admin"),
    Shown("console:units", "admin"),
    Shown("console:unit", "admin", values=_PLACE),
    Shown("console:people", "admin"),
    Shown("console:person", "admin"),
    Shown("console:post", "admin"),
    Shown("console:calendar", "admin"),
    Shown("console:record", "admin"),
    Shown("console:reasons", "admin"),
    Shown("console:national", "admin"),
    Shown("console:national-record", "admin", values=TOLD_ONLY),
    Shown("console:proposals", "admin"),
    Shown("console:proposals", "inspector", query="?trang-thai=approved"),
    Shown("console:propose", "admin"),
    Shown("console:propose", "inspector", query="?ma=1.001193"),
    Shown("console:proposal", "admin"),
    Shown("console:proposal", "inspector"),
    Shown("console:synonyms", "admin"),
    Shown("console:accounts", "admin"),
    Shown("console:health", "admin"),
    *(Shown(f"steering:{name}", "chair") for name in ("cockpit", "league", "flow", "reports")),
    *(Shown(f"steering:{name}", "chair") for name in ("index", "targets", "reminders")),
    Shown("steering:league", "chair", query="?chi-so=truc-tuyen"),
    Shown("steering:list", "chair", query="?loc=late"),
    Shown("steering:cockpit", "inspector"),
    Shown("steering:dossier", "signer", "handle-shown"),
    *(
        Shown("steering:report", "chair", values={"name": name})
        for name in ("06a", "late", "staff", "reasons")
    ),
    *(Shown("steering:export", "inspector", values={"export_id": name}) for name in _FILES),
    Shown("steering:exports", "inspector"),
    Shown("steering:exports", "chair"),
    Shown("steering:index-cost", "chair", values={"key": "on_time"}),
    Shown("steering:target", "chair"),
    Shown("steering:cockpit", "chair", query="?man-hinh=1"),
    *(Shown(f"steering:{name}", "inspector") for name in ("inspections", "inspection", "inspected")),
    *(Shown("steering:finding", by) for by in ("inspector", "chair")),
    Shown("steering:inspections", "signer"),
    *(Shown("steering:explanations", by) for by in ("chair", "handler")),
    Shown("steering:simulation", "chair", query="?thoi-han=30&phi=50&truc-tuyen=1"),
    Shown("statistics:page"),
    Shown("statistics:visits"),
)

# What answers with something else than a page: files, small pieces for scripts, doors that lead on.
NO_PAGES = frozenset(
    {
        *("public:suggestions", "console:national-draft", "console:draft-file", "console:draft-route-file"),
        *("public:figures-json", "public:open-json", "public:open-csv", "public:open-schema"),
        *("public:leaflet", "public:robots", "public:sitemap", "public:sitemap-piece"),
        *("public:login", "eidentity:start", "eidentity:back", "ui:units", "ui:still-here", "ui:healthy"),
        *(
            "mine:form",
            "mine:payment-state",
            "mine:payment-qr",
            "mine:fee-receipt",
            "desk:receipt-signed",
            "mine:fee-receipt-data",
            "mine:result",
            "desk:form-pdf",
            "desk:payment-state",
            "desk:fee-receipt",
            "desk:control-sheet",
            "desk:draft-pdf",
            "desk:result-pdf",
            "desk:rating-slip",
            "desk:book-file",
            "desk:scan-page",
            "desk:scan-progress",
            "desk:transfer-pdf",
            "desk:child-result",
            "desk:settlement-file",
            "desk:journal-csv",
        ),
        *("payplat:back", "redirectpay:back", "redirectpay:told"),
        *("filing:paper", "mine:supplement-paper", "mine:correct", "desk:supply"),
        *("steering:report-csv", "steering:report-xlsx", "steering:report-pdf", "statistics:visits-csv"),
        *("steering:inspection-csv", "steering:inspection-xlsx", "steering:inspection-pdf"),
        *("statistics:csv", "statistics:json"),
        *("files:uploads", "files:upload", "files:form-file", "files:component", "files:paper"),
    }
)
