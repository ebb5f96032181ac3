"""VietQR: rules 31–36 of the domain, reading back, and the command."""

import json
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from motcua.cli.qr import qr
from motcua.payments.vietqr import TO_CARD, NotVietQR, VietQR, crc16, read

OF_NAPAS = {
    "32 static, account": (
        VietQR("970403", "0011012345678"),
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
    ),
    "33 static, card": (
        VietQR("970403", "9704031101234567", service=TO_CARD),
        "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
    ),
    "34 dynamic, account": (
        VietQR("970403", "0011012345678", 180_000, "NPS6869", "thanh toan don hang"),
        (
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
            "62340107NPS68690819thanh toan don hang63042E2E"
        ),
    ),
    "36 a dossier": (
        VietQR("970415", "123456789", 8000, purpose="H44.12-261123-0001"),
        (
            "00020101021238530010A0000007270123000697041501091234567890208QRIBFTTA5303704540480005802VN"
            "62220818H44.12-261123-0001630443CC"
        ),
    ),
}


def test_the_check_value_of_the_standard_is_reproduced() -> None:
    assert crc16("123456789") == 0x29B1  # rule 31


@pytest.mark.parametrize("name", OF_NAPAS)
def test_the_vectors_of_the_specification_are_reproduced_and_read_back(name: str) -> None:
    code, payload = OF_NAPAS[name]
    assert code.payload == payload
    assert read(payload) == code


def test_the_dynamic_card_vector_has_its_check_value() -> None:
    code = VietQR("970403", "9704031101234567", 180_000, "NPS6869", "thanh toan don hang", TO_CARD)
    assert code.payload.endswith("6304A203")  # rule 35


def test_a_payload_with_a_wrong_length_is_refused() -> None:
    wrong = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5"
    with pytest.raises(NotVietQR):
        read(wrong)


@given(st.integers(0, 150), st.characters(min_codepoint=48, max_codepoint=90))
def test_one_changed_character_is_noticed(place: int, letter: str) -> None:
    payload = OF_NAPAS["36 a dossier"][1]
    place %= len(payload)
    changed = payload[:place] + letter + payload[place + 1 :]
    if changed != payload:
        with pytest.raises(NotVietQR):
            read(changed)


PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


@given(
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.from_regex(r"\A[0-9]{6,19}\Z"),
    st.none() | st.integers(1, 10**12),
    PLAIN,
    PLAIN,
)
def test_whatever_is_written_is_read_back(
    bank: str, account: str, amount: int | None, bill: str, purpose: str
) -> None:
    code = VietQR(bank, account, amount, bill, purpose)
    assert read(code.payload) == code


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"bin": "97041"}, "6 chữ số"),
        ({"account": "12 34"}, "tài khoản"),
        ({"amount": 0}, "Số tiền"),
        ({"purpose": "lệ phí"}, "không dấu"),
        ({"purpose": "x" * 96}, "dài quá"),
    ],
)
def test_what_a_bank_would_spoil_is_refused_with_a_sentence(changes: dict[str, object], word: str) -> None:
    given_values = {"bin": "970415", "account": "123456789", **changes}
    with pytest.raises(NotVietQR, match=word):
        VietQR(**given_values)  # type: ignore[arg-type]


def test_the_picture_of_the_command_reads_back_as_its_payload(tmp_path: Path) -> None:
    picture = tmp_path / "qr.png"
    words = [
        "--bin",
        "970415",
        "--account",
        "123456789",
        "--amount",
        "8000",
        "--purpose",
        "H44.12-261123-0001",
    ]
    done = CliRunner().invoke(qr, [*words, "--json", "--png", str(picture)])
    assert done.exit_code == 0
    payload = json.loads(done.output)["payload"]
    assert payload == OF_NAPAS["36 a dossier"][1]
    with Image.open(picture) as image:
        assert zxingcpp.read_barcodes(image)[0].text == payload


def test_the_command_says_what_is_wrong_and_fails() -> None:
    done = CliRunner().invoke(qr, ["--bin", "12", "--account", "1"])
    assert done.exit_code == 2
    assert "6 chữ số" in done.output
