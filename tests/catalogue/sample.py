"""A small, sound procedure file, and ways to spoil it: every fault has a file that shows it."""

from pathlib import Path

from motcua.catalogue.check import check_source
from motcua.catalogue.report import Fault, Report
from motcua.catalogue.source import parse
from motcua.catalogue.spec import ProcedureSpec

GOOD = """\
code: "1.001193"
name: Đăng ký khai sinh
also_known_as: [làm giấy khai sinh, khai sinh cho con]
field: {code: hotich, name: Hộ tịch}
life_events: [birth]
effective_from: 2026-07-01
levels: [commune]
audience: [citizen]
service_level: full
channels: [counter, online]
summary: Bạn nhận Giấy khai sinh cho trẻ.
guide: [Trả lời câu hỏi., Điền tờ khai., Nhận giấy.]
competence:
  - {agency: commune_committee, at: "field:place", when: {fact: late, is: "yes"}}
  - {agency: commune_committee, at: residence}
questions:
  - key: late
    ask: Trẻ sinh đã quá 60 ngày chưa?
    options: [{value: "no", label: Chưa quá}, {value: "yes", label: Đã quá}]
  - key: proof
    ask: Có giấy chứng sinh không?
    when: {fact: late, is: "yes"}
    options: [{value: paper, label: Có}, {value: witness, label: "Không, có người làm chứng"}]
cases:
  - key: on-time
    name: Đúng hạn
    when: {fact: late, is: "no"}
    terms: [{unit: same-day, basis: Luật Hộ tịch 2014 Điều 16}]
    results: [certificate]
    examples: [{answers: {late: "no"}}]
  - key: late
    name: Quá hạn
    when: {fact: late, is: "yes"}
    terms:
      - {amount: 2, unit: working-days, channel: online, basis: Luật Hộ tịch 2014 Điều 16}
      - {amount: 3, unit: working-days, basis: Luật Hộ tịch 2014 Điều 16, unverified: chờ đối chiếu}
    results: [certificate]
    examples: [{answers: {late: "yes", proof: paper}, values: {child: Nguyễn Minh An}}]
components:
  - {key: declaration, name: Tờ khai, from_form: true, originals: 1}
  - {key: birth_proof, name: Giấy chứng sinh, originals: 1, when: {fact: proof, is_not: witness}}
  - {key: witness, name: Văn bản của người làm chứng, originals: 1, when: {fact: proof, is: witness}}
  - {key: marriage, name: Giấy chứng nhận kết hôn, copies: 1,
     held_by_state: {source: civil_status, label: CSDL hộ tịch điện tử}}
  - {key: identity, name: Căn cước, kind: show, originals: 1, original_at_return: true,
     why: Cán bộ đối chiếu người đến nhận.}
fees:
  - key: late_charge
    kind: charge
    name: Lệ phí khai sinh quá hạn
    amount: 5000
    when: {fact: late, is: "yes"}
    basis: Nghị quyết HĐND
    exemptions: [{group: poor_household, percent: 100, basis: TT 250/2016}]
  - {key: copies_fee, kind: fee, name: Phí cấp bản sao, amount: 8000, quantity: copies, basis: TT 281/2016}
results:
  - {key: certificate, name: Giấy khai sinh, code: KQ.G15.000031, template: certificate,
     body: ["Trẻ: {child}."]}
legal_basis: [{number: 60/2014/QH13, title: Luật Hộ tịch, article: Điều 16}]
form:
  pages:
    - key: child
      title: Trẻ
      fields:
        - {key: child, type: text, label: Tên của trẻ, required: true}
        - {key: sex, type: choice, label: Giới tính, options: [{value: m, label: Nam}, {value: f, label: Nữ}]}
        - {key: place, type: admin_unit, label: Nơi sinh}
        - {key: copies, type: number, label: Số bản sao, min: 0, max: 50}
        - {key: mother, type: person, label: Mẹ, parts: [full_name, residence_unit]}
        - key: witnesses
          type: group
          label: Người làm chứng
          fields: [{key: witness_name, type: text, label: Họ tên}]
route:
  steps:
    - {key: handle, name: Thẩm định, act: draft, role: handler, unit: competent, hours: 4, outcomes: [
        {key: ok, label: Đạt, to: sign}, {key: refuse, label: Không đạt, to: sign_refusal}]}
    - {key: sign, name: Ký, act: sign, role: signer, unit: competent, hours: 2, outcomes: [
        {key: signed, label: Ký, to: number}, {key: back, label: Trả lại, to: handle, back: true}]}
    - {key: number, name: Vào sổ, act: number, role: clerk, unit: competent, hours: 1, outcomes: [
        {key: done, label: Phát hành, to: end}]}
    - {key: sign_refusal, name: Ký từ chối, act: sign_refusal, role: signer, unit: competent, hours: 1,
       outcomes: [{key: signed, label: Ký, to: end_refused}]}
"""

NAME = "1.001193.yaml"


def spoiled(*changes: tuple[str, str]) -> str:
    """The good file with texts replaced; each must occur in it exactly once."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return text


def report_of(text: str) -> Report:
    return check_source(parse(text, file=NAME), file_name=NAME)[0]


def faults_of(*changes: tuple[str, str]) -> tuple[Fault, ...]:
    """Errors and warnings of a spoiled file."""
    report = report_of(spoiled(*changes))
    return report.errors + report.warnings


def spec_of(*changes: tuple[str, str]) -> ProcedureSpec:
    """The procedure of a file that is still sound after the changes."""
    report, spec = check_source(parse(spoiled(*changes), file=NAME))
    assert report.publishable, [str(fault) for fault in report.errors]
    assert spec is not None
    return spec


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    path = folder / NAME
    path.write_text(spoiled(*changes), encoding="utf-8")
    return path
