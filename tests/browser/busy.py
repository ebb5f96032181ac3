"""What a working day brings beside single dossiers: letters, parcels, colleagues away, an outage."""

from datetime import timedelta
from random import Random

from motcua.catalogue.actions.import_national import import_national
from motcua.delivery.actions import Sheet
from motcua.delivery.models import Parcel
from motcua.dossiers.actions import leave, post
from motcua.dossiers.actions.apology import draft_apologies
from motcua.dossiers.actions.instruct import instruct
from motcua.dossiers.actions.late_entry import note_late_entry
from motcua.dossiers.models import Dossier
from motcua.forms.personal_id import example as example_id
from motcua.identity import mandates
from motcua.identity.actor import ADMIN, DESK_OFFICER, HANDLER, HEAD, SIGNER
from motcua.identity.models import Mandate, Person, User
from motcua.lib import moment
from motcua.organisation.actors import actor_of
from motcua.organisation.models import Absence, Assignment
from tests.browser.stage import COMMUNE, TOLD
from tests.cast import Cast
from tests.catalogue.national_samples import crawled


class Busy:
    """Adds to what `tests.browser.scenes` has put there; nothing others use is taken away."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def all(self, posted: Dossier, outage: Dossier) -> None:
        self.by_post(posted)
        self.outage(outage)
        self.ill()
        self.instructed()
        self.mandate()
        admin = self.cast.officer("vp-ubnd-tinh", ADMIN)
        import_national(actor=admin, records=[crawled(ma_thu_tuc=TOLD)])
        draft_apologies()

    def by_post(self, dossier: Dossier) -> None:
        """Its result is with the post, with a number from the post's own paper."""
        person = dossier.submitter
        sheet = Sheet(
            reference="",
            recipient=person.full_name,
            phone=person.phone,
            address="Số 12, khu 3, phường Nông Trang, tỉnh Phú Thọ",
            contents="",
            payer=Parcel.Payer.RECEIVER,
            number="EM123456785VN",
        )
        desk = self.cast.desk_of(dossier)
        post.send_by_post(actor=desk, dossier_id=dossier.pk, sheet=sheet)
        post.note_parcel(actor=desk, dossier_id=dossier.pk, state=Parcel.State.POSTED)

    def outage(self, dossier: Dossier) -> None:
        """It came on paper while nothing worked."""
        note_late_entry(
            actor=self.cast.officer(f"ttpvhcc-{COMMUNE}", DESK_OFFICER),
            dossier_id=dossier.pk,
            received_at=moment.now() - timedelta(minutes=40),
            ground="Mất điện tại trung tâm từ 8 giờ, đã ghi sổ giấy",
        )

    def ill(self) -> None:
        """The handler whom no scene needs is ill today; the head of the division stands in."""
        unit = f"phong-kt-{COMMUNE}"
        held = Assignment.objects.select_related("user", "post").get(user__login=f"{unit}.handler")
        today = moment.today()
        leave.go_away(
            actor=self.cast.officer(f"ubnd-{COMMUNE}", SIGNER),
            user=held.user,
            kind=Absence.Kind.ILLNESS,
            starts=today,
            ends=today + timedelta(days=2),
            note="Nghỉ ốm, có giấy của trạm y tế",
            deputies={held.post: User.objects.get(login=f"{unit}.head")},
        )

    def instructed(self) -> None:
        """The head of the division wants to know something by the day after tomorrow."""
        unit = f"phong-vhxh-{COMMUNE}"
        head, handler = self.cast.officer(unit, HEAD), self.cast.officer(unit, HANDLER)
        instruct(
            actor=head,
            owner=User.objects.get(pk=handler.user_id or 0),
            words="Rà soát các hồ sơ khai sinh quá hạn, báo cáo nguyên nhân từng hồ sơ.",
            due_on=moment.today() + timedelta(days=2),
        )

    def mandate(self) -> None:
        """The mother-in-law lets the citizen of the scenes act for her, for a year."""
        number = example_id(year=1955, sex_given="female", chance=Random(1955))
        known = Person.objects.filter(personal_id=number).first()
        person = known or self.cast.person("Phạm Thị Nhàn", number)
        mandates.give(
            actor=actor_of(person.user),
            delegate=self.cast.lan,
            ground=Mandate.Ground.WRITTEN,
            ends=moment.today() + timedelta(days=365),
        )
