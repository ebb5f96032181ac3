"""What is kept is kept once, whole, and found out when it changes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from motcua.documents.files import UPLOAD_LIFETIME, Damaged, keep, part_of, read, sweep_uploads
from motcua.documents.models import StoredFile, Upload
from motcua.documents.uploads import Limits, begin, finish, receive
from motcua.lib import moment
from tests.documents import file_samples as sample

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str = "giấy.pdf") -> StoredFile:
    return keep(content=content, name=name, media_type="application/pdf", origin=StoredFile.Origin.UPLOAD)


def on_disk(file: StoredFile) -> Path:
    return Path(default_storage.path(file.key))


def test_the_same_content_lies_in_the_store_once_under_its_digest() -> None:
    first, second = stored(b"the same"), stored(b"the same", "tên khác.pdf")
    assert first.key == second.key
    assert first.key.endswith(first.sha256)
    assert read(second) == b"the same"


def test_a_changed_file_is_found_out_when_it_is_read() -> None:
    file = stored(b"as it was handed in")
    on_disk(file).chmod(0o600)
    on_disk(file).write_bytes(b"as somebody wants it")
    with pytest.raises(Damaged):
        read(file)


def test_a_copy_cut_short_by_a_power_cut_is_not_taken_for_the_file() -> None:
    content = b"written when the light went out"
    cut = stored(content)
    on_disk(cut).write_bytes(content[:7])
    again = stored(content)
    assert again.key != cut.key
    assert read(again) == content


def test_uploads_left_behind_go_with_their_part_files_and_those_under_way_stay(cast: Any) -> None:
    old = begin(actor=cast.citizen, purpose="x", name="cũ.pdf", size=100, limits=Limits())
    receive(actor=cast.citizen, upload_id=old.pk, offset=0, chunk=b"old")
    with moment.at(moment.now() + UPLOAD_LIFETIME + timedelta(minutes=1)):
        new = begin(actor=cast.citizen, purpose="x", name="mới.pdf", size=100, limits=Limits())
        receive(actor=cast.citizen, upload_id=new.pk, offset=0, chunk=b"new")
        orphan = part_of(old.pk).with_name("0192f0c8-0000-7000-8000-000000000000.part")
        orphan.write_bytes(b"its row is gone")
        assert sweep_uploads() == 1
    assert [each.name for each in Upload.objects.all()] == ["mới.pdf"]
    assert part_of(new.pk).read_bytes() == b"new"
    assert not part_of(old.pk).exists()
    assert not orphan.exists()


def test_what_ended_is_swept_without_being_counted_and_its_file_stays(cast: Any) -> None:
    content = sample.pdf()
    upload = begin(actor=cast.citizen, purpose="x", name="a.pdf", size=len(content), limits=Limits())
    receive(actor=cast.citizen, upload_id=upload.pk, offset=0, chunk=content)
    kept = finish(actor=cast.citizen, upload_id=upload.pk).file
    assert kept is not None
    with moment.at(moment.now() + UPLOAD_LIFETIME + timedelta(minutes=1)):
        assert sweep_uploads() == 0
    assert not Upload.objects.exists()
    assert read(kept) == content
