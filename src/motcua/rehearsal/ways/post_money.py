"""What costs something, collected by the public post on the agency's behalf, with receipts of its own."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.post_money import PostMoney
from motcua.rehearsal.ways import Way
from motcua.rehearsal.ways.paying import costs


def go(life: Life) -> None:
    """Filed, paid to the post, accepted, reconciled when the post has paid in, worked off, received."""
    life.file()
    post = PostMoney(life)
    post.collects()
    life.handling.accept()
    life.is_now(Status.IN_PROGRESS)
    post.hands_in()
    life.work_off()
    life.receive()


WAYS = (Way("pay-post", "Nộp tiền cho bưu chính thu hộ", go, fits=costs),)
