"""The command line: one verb, one file. A command is imported only when it is called."""

import importlib

import click

from motcua import __version__

COMMANDS = {
    "demo": "Dựng tỉnh mẫu rồi chạy hệ thống tại http://127.0.0.1:8000",
    "serve": "Chạy hệ thống trên dữ liệu đang có",
    "work": "Chạy việc nền: gửi thông báo, nhắc việc",
    "setup": "Tạo hoặc nâng cấp cơ sở dữ liệu, nạp đơn vị, lịch và thủ tục",
    "rehearse": "Chạy thử mọi thủ tục qua các cửa của hệ thống, như người dùng thật",
    "deadline": "Tính hạn trả kết quả và giải thích từng dòng",
    "procedure": "Kiểm tra tệp mô tả thủ tục",
    "catalogue": "Nhập danh mục thủ tục quốc gia, soạn tệp thủ tục từ bản ghi",
    "search": "Tìm thủ tục bằng lời thường ngày",
    "report": "Báo cáo tình hình giải quyết thủ tục (06a, 06b, 07a, 07b, sổ 07…)",
    "index766": "Bộ chỉ số 766 của tỉnh hoặc đơn vị trong một tháng",
    "targets": "Chỉ tiêu: đạt đến đâu, dự báo, ai chưa được giao",
    "simulate": "Thử: giảm thời hạn, giảm phí hay chỉ nhận trực tuyến thì đã ra sao",
    "figures": "Chứng minh số liệu đúng với lịch sử gốc",
    "history": "Xuất lịch sử gốc cho người ngoài kiểm tra",
    "qr": "Tạo mã QR chuyển tiền VietQR",
    "ledger": "Chứng minh sổ tiền đúng",
    "audit": "Chứng minh nhật ký không bị sửa",
    "doctor": "Kiểm tra hệ thống có sẵn sàng không",
    "dossiers": "Chứng minh không hồ sơ nào bị bỏ quên, chuyển hồ sơ từ hệ thống trước",
    "officers": "Nhập địa chỉ thư điện tử công vụ của cán bộ từ tệp",
    "sandbox": "Chạy máy chủ thử của hệ thống bên ngoài (định danh điện tử)",
    "bench": "Đo tốc độ trên dữ liệu lớn (trong cây mã nguồn)",
    "test": "Chạy bộ kiểm thử",
    "check": "Chạy các cửa kiểm tra mã nguồn",
    "lock": "Khóa lại phiên bản thư viện từ pyproject.toml",
}


class Verbs(click.Group):
    """Finds a command's file by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"motcua.cli.{cmd_name}")
        command = getattr(module, cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Các lệnh"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="motcua", message="%(prog)s %(version)s")
def motcua() -> None:
    """Một Cửa: hệ thống thông tin giải quyết thủ tục hành chính của một tỉnh.

    Mỗi việc là một lệnh; thêm --help sau tên lệnh để xem cách dùng.
    """
