"""A file on its way in, and everything that can happen to it there."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from motcua.documents import uploads
from motcua.documents.files import part_of, read
from motcua.documents.models import StoredFile, Upload
from motcua.documents.uploads import Limits, WrongOffset
from motcua.identity.actor import VISITOR_ACTOR, Actor
from motcua.lib.errors import Refused
from tests.documents import file_samples as sample

pytestmark = pytest.mark.django_db
CONTENT = sample.pdf(3)
HALF = len(CONTENT) // 2


@pytest.fixture
def lan(cast: Any) -> Actor:
    actor: Actor = cast.citizen
    return actor


def begun(actor: Actor, content: bytes = CONTENT, name: str = "Giấy chứng sinh.pdf", **limits: Any) -> UUID:
    upload = uploads.begin(
        actor=actor, purpose="dossier:1:birth", name=name, size=len(content), limits=Limits(**limits)
    )
    return upload.pk


def send(actor: Actor, upload_id: UUID, offset: int, chunk: bytes) -> int:
    return uploads.receive(actor=actor, upload_id=upload_id, offset=offset, chunk=chunk)


def here(upload_id: UUID) -> int:
    return uploads.offset_of(Upload.objects.get(pk=upload_id))


def state(upload_id: UUID) -> str:
    return Upload.objects.get(pk=upload_id).state


def test_a_file_arrives_in_pieces_and_is_kept_whole(lan: Actor) -> None:
    upload_id = begun(lan)
    assert send(lan, upload_id, 0, CONTENT[:HALF]) == HALF
    assert here(upload_id) == HALF
    assert send(lan, upload_id, HALF, CONTENT[HALF:]) == len(CONTENT)
    file = uploads.finish(actor=lan, upload_id=upload_id).file
    assert file is not None
    assert read(file) == CONTENT
    assert (file.name, file.pages, file.origin) == ("Giấy chứng sinh.pdf", 3, StoredFile.Origin.UPLOAD)
    assert not part_of(upload_id).exists()


def test_what_an_officer_sends_is_a_scan(cast: Any) -> None:
    desk = cast.officer("ttpvhcc-" + cast.a_commune, "desk_officer")
    upload_id = begun(desk)
    send(desk, upload_id, 0, CONTENT)
    file = uploads.finish(actor=desk, upload_id=upload_id).file
    assert file is not None
    assert file.origin == StoredFile.Origin.SCAN


def test_killed_after_writing_and_before_the_row_it_goes_on_at_the_row(lan: Actor) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:100])
    with transaction.atomic():
        send(lan, upload_id, 100, CONTENT[100:200])
        transaction.set_rollback(True)
    assert part_of(upload_id).stat().st_size == 200
    assert here(upload_id) == 100
    send(lan, upload_id, 100, CONTENT[100:150])
    assert part_of(upload_id).read_bytes() == CONTENT[:150]


def test_killed_while_the_disk_had_less_than_the_row_it_goes_on_at_the_disk(lan: Actor) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:200])
    part_of(upload_id).write_bytes(CONTENT[:120])
    assert here(upload_id) == 120
    with pytest.raises(WrongOffset) as caught:
        send(lan, upload_id, 200, CONTENT[200:])
    assert caught.value.offset == 120
    send(lan, upload_id, 120, CONTENT[120:])
    uploads.finish(actor=lan, upload_id=upload_id)
    assert state(upload_id) == Upload.State.FINISHED


def test_a_lost_part_file_means_from_the_beginning(lan: Actor) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:200])
    part_of(upload_id).unlink()
    assert here(upload_id) == 0


def test_killed_between_the_last_piece_and_the_inspection_it_does_not_count_as_received(lan: Actor) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:HALF])
    send(lan, upload_id, HALF, CONTENT[HALF:])
    assert here(upload_id) == HALF
    send(lan, upload_id, HALF, CONTENT[HALF:])
    assert uploads.finish(actor=lan, upload_id=upload_id).state == Upload.State.FINISHED


def test_killed_while_handing_in_nothing_has_happened(lan: Actor) -> None:
    def die(file: StoredFile) -> None:
        raise ZeroDivisionError

    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT)
    with pytest.raises(ZeroDivisionError):
        uploads.finish(actor=lan, upload_id=upload_id, hand_in=die)
    assert not StoredFile.objects.exists()
    handed: list[StoredFile] = []
    send(lan, upload_id, 0, CONTENT)
    uploads.finish(actor=lan, upload_id=upload_id, hand_in=handed.append)
    assert len(handed) == 1


def test_the_last_piece_sent_twice_hands_in_once(lan: Actor) -> None:
    handed: list[StoredFile] = []
    upload_id = begun(lan)
    for _ in range(2):
        send(lan, upload_id, 0, CONTENT)
        uploads.finish(actor=lan, upload_id=upload_id, hand_in=handed.append)
    assert len(handed) == 1
    with pytest.raises(WrongOffset):
        send(lan, upload_id, 0, CONTENT[:10])


@pytest.mark.parametrize("offset", [0, 99, 101, 5000])
def test_a_piece_that_does_not_continue_is_not_taken(lan: Actor, offset: int) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:100])
    with pytest.raises(WrongOffset) as caught:
        send(lan, upload_id, offset, b"x")
    assert caught.value.offset == 100
    assert part_of(upload_id).read_bytes() == CONTENT[:100]


def test_two_devices_sending_the_same_upload_do_not_mix_it_up(lan: Actor) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:100])
    with pytest.raises(WrongOffset):
        send(lan, upload_id, 0, CONTENT[:300])
    send(lan, upload_id, 100, CONTENT[100:300])
    with pytest.raises(WrongOffset):
        send(lan, upload_id, 100, CONTENT[100:200])
    send(lan, upload_id, 300, CONTENT[300:])
    file = uploads.finish(actor=lan, upload_id=upload_id).file
    assert file is not None
    assert read(file) == CONTENT


def test_more_than_was_announced_is_not_taken(lan: Actor) -> None:
    upload_id = begun(lan)
    with pytest.raises(Refused, match="dài hơn"):
        send(lan, upload_id, 0, CONTENT + b"x")
    assert here(upload_id) == 0


@pytest.mark.parametrize(("size", "words"), [(0, "trống"), (3 * 1024 * 1024, "nhiều nhất 2 MB")])
def test_what_can_never_be_taken_is_told_before_anything_is_sent(lan: Actor, size: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        uploads.begin(actor=lan, purpose="x", name="a.pdf", size=size, limits=Limits(max_mb=2))
    assert not Upload.objects.exists()


def test_a_visitor_has_to_log_in(db: None) -> None:
    with pytest.raises(Refused, match="đăng nhập"):
        begun(VISITOR_ACTOR)
    assert not uploads.of(VISITOR_ACTOR).exists()


def test_a_full_disk_is_told_before_anything_is_sent(lan: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARE_ROOM", 1 << 60)
    with pytest.raises(Refused, match="hết chỗ"):
        begun(lan)


def test_finishing_too_early_says_from_where_to_go_on(lan: Actor) -> None:
    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT[:100])
    with pytest.raises(WrongOffset) as caught:
        uploads.finish(actor=lan, upload_id=upload_id)
    assert caught.value.offset == 100


def test_a_refused_file_ends_with_its_sentence_and_says_it_again(lan: Actor) -> None:
    content = b"<html>nothing</html>"
    upload_id = begun(lan, content)
    send(lan, upload_id, 0, content)
    for _ in range(2):
        with pytest.raises(Refused, match="trang web"):
            uploads.finish(actor=lan, upload_id=upload_id)
    with pytest.raises(Refused, match="trang web"):
        send(lan, upload_id, 0, content)
    assert state(upload_id) == Upload.State.REFUSED
    assert not part_of(upload_id).exists()
    assert not StoredFile.objects.exists()


def test_a_file_that_nobody_takes_is_refused_in_their_words(lan: Actor) -> None:
    def shut(file: StoredFile) -> None:
        raise Refused("Lúc này hồ sơ không nhận thêm giấy tờ.")

    upload_id = begun(lan)
    send(lan, upload_id, 0, CONTENT)
    with pytest.raises(Refused, match="không nhận thêm"):
        uploads.finish(actor=lan, upload_id=upload_id, hand_in=shut)
    assert Upload.objects.get(pk=upload_id).refusal == "Lúc này hồ sơ không nhận thêm giấy tờ."
    assert not StoredFile.objects.exists()


def test_the_limits_of_the_beginning_hold_at_the_end(lan: Actor) -> None:
    upload_id = begun(lan, accept=("image",))
    send(lan, upload_id, 0, CONTENT)
    with pytest.raises(Refused, match="cần ảnh chụp"):
        uploads.finish(actor=lan, upload_id=upload_id)


def test_nobody_touches_the_upload_of_somebody_else(cast: Any, lan: Actor) -> None:
    upload_id = begun(lan)
    assert not uploads.of(cast.stranger).exists()
    with pytest.raises(Upload.DoesNotExist):
        send(cast.stranger, upload_id, 0, CONTENT)
    with pytest.raises(Upload.DoesNotExist):
        uploads.finish(actor=cast.stranger, upload_id=upload_id)
    with pytest.raises(Upload.DoesNotExist):
        uploads.give_up(actor=cast.stranger, upload_id=upload_id)
    assert here(upload_id) == 0


def test_giving_up_forgets_what_had_arrived_but_never_what_was_handed_in(lan: Actor) -> None:
    upload_id, kept = begun(lan), begun(lan)
    send(lan, upload_id, 0, CONTENT[:100])
    uploads.give_up(actor=lan, upload_id=upload_id)
    assert not part_of(upload_id).exists()
    send(lan, kept, 0, CONTENT)
    uploads.finish(actor=lan, upload_id=kept)
    uploads.give_up(actor=lan, upload_id=kept)
    assert [each.pk for each in uploads.of(lan)] == [kept]


def test_whoever_leaves_many_behind_loses_the_oldest(lan: Actor) -> None:
    ids = [begun(lan) for _ in range(uploads.MAX_UNFINISHED + 2)]
    left = set(uploads.of(lan).values_list("pk", flat=True))
    assert left == set(ids[2:])


def test_a_whole_file_is_taken_from_an_ordinary_form_by_the_same_rules(lan: Actor) -> None:
    file = uploads.take_in(actor=lan, name="a.pdf", content=CONTENT, limits=Limits())
    assert read(file) == CONTENT
    with pytest.raises(Refused, match="trống"):
        uploads.take_in(actor=lan, name="a.pdf", content=b"", limits=Limits())
    with pytest.raises(Refused, match="nhiều nhất 1 MB"):
        uploads.take_in(actor=lan, name="a", content=bytes(2 << 20), limits=Limits(max_mb=1))
