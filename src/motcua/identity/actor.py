"""Who acts. Every act of the system has exactly one Actor; below `web` nobody knows a request."""

from dataclasses import dataclass, field, replace
from uuid import UUID

CITIZEN, OFFICER, SYSTEM, VISITOR = "citizen", "officer", "system", "visitor"
COUNTER, ONLINE, POST = "counter", "online", "post"

DESK_OFFICER, HANDLER, HEAD, SIGNER = "desk_officer", "handler", "head", "signer"
CLERK, ACCOUNTANT, ADMIN, INSPECTOR = "clerk", "accountant", "admin", "inspector"
# Staff of the public post at a window: they take in and hand over for the desk, and see no content.
POSTAL = "postal"
AT_WINDOW = (DESK_OFFICER, POSTAL)

ROLE_NAMES = {
    DESK_OFFICER: "Cán bộ tiếp nhận và trả kết quả",
    HANDLER: "Chuyên viên thụ lý",
    HEAD: "Lãnh đạo phòng",
    SIGNER: "Lãnh đạo ký",
    CLERK: "Văn thư",
    ACCOUNTANT: "Kế toán",
    ADMIN: "Quản trị",
    INSPECTOR: "Giám sát, kiểm soát thủ tục",
    POSTAL: "Nhân viên bưu chính tại quầy",
}


@dataclass(frozen=True)
class Actor:
    """A person at work in the system: who, for whom, at which post, by which channel.

    `units` are the units whose work the officer may do (posts held today); `unit_id` is the one acted from.
    `person_id` is the citizen acting; `for_person_id` the person the citizen acts for under a mandate, for
    the procedures `for_procedures` alone, or for all when it is empty (see `motcua.identity.mandates`).
    `on_behalf` is the officer in whose place another one acts from this post, `capacity` how that is written
    before a signature («KT.», «Q.»), `own_title` the title of the one who acts. `fields` and `procedures`
    narrow a post to those codes; both empty: it is not narrowed.
    """

    kind: str
    name: str
    user_id: int | None = None
    person_id: UUID | None = None
    for_person_id: UUID | None = None
    for_procedures: frozenset[str] = frozenset()
    for_name: str = ""
    post_id: int | None = None
    title: str = ""
    unit_id: str = ""
    units: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    channel: str = ONLINE
    assurance: int = 0
    on_behalf: str = ""
    capacity: str = ""
    own_title: str = ""
    fields: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    marks: dict[str, str] = field(default_factory=dict, compare=False)

    def has(self, *roles: str) -> bool:
        """Whether the actor holds any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def sees_content(self) -> bool:
        """Whether forms, papers and results of dossiers may be read at all; never by staff of the post."""
        return not self.has(POSTAL)

    def covers(self, procedure_code: str, field_code: str) -> bool:
        """Whether the post reaches this procedure: narrow posts only those named, or all of a field named."""
        narrow = bool(self.fields or self.procedures)
        return not narrow or procedure_code in self.procedures or field_code in self.fields

    def via(self, channel: str) -> "Actor":
        """The same person, acting through another channel."""
        return replace(self, channel=channel)

    @property
    def label(self) -> str:
        """How the record names the actor; a delegate together with the person stood for."""
        if self.for_name:
            return f"{self.name} (thay {self.for_name})"
        if self.on_behalf:
            return f"{self.name} ({self.title}, thay mặt {self.on_behalf})"
        if self.capacity:
            return f"{self.name} (Quyền {self.title})"
        return f"{self.name} ({self.title})" if self.title else self.name


SYSTEM_ACTOR = Actor(kind=SYSTEM, name="Hệ thống")
VISITOR_ACTOR = Actor(kind=VISITOR, name="Khách")
