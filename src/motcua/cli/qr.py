"""`./motcua qr`: a VietQR payload, on the screen or as a picture."""

import sys

import click

from motcua.cli.start import data_option, json_option, show
from motcua.payments.vietqr import TO_ACCOUNT, TO_CARD, NotVietQR, VietQR


@click.command()
@data_option
@json_option
@click.option("--bin", "bank", required=True, help="Mã ngân hàng 6 chữ số, ví dụ 970415.")
@click.option("--account", required=True, help="Số tài khoản (hoặc số thẻ, với --card).")
@click.option("--card", is_flag=True, help="Chuyển đến số thẻ.")
@click.option("--amount", type=int, help="Số tiền, đồng nguyên; không ghi thì người trả tự nhập.")
@click.option("--purpose", default="", help="Nội dung chuyển tiền, viết không dấu.")
@click.option("--bill", default="", help="Số hóa đơn, nên ngắn và chỉ gồm chữ số.")
@click.option("--png", type=click.Path(dir_okay=False, writable=True), help="Vẽ mã QR vào tệp này.")
def qr(
    as_json: bool,
    bank: str,
    account: str,
    card: bool,
    amount: int | None,
    purpose: str,
    bill: str,
    png: str | None,
) -> None:
    """Tạo nội dung mã QR chuyển tiền VietQR (NAPAS)."""
    try:
        code = VietQR(
            bin=bank,
            account=account,
            amount=amount,
            purpose=purpose,
            bill=bill,
            service=TO_CARD if card else TO_ACCOUNT,
        )
    except NotVietQR as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    if png:
        import segno

        segno.make(code.payload, error="m", micro=False).save(png, kind="png", scale=8, border=4)
    if as_json:
        show({"payload": code.payload, "png": png})
    else:
        click.echo(code.payload)
