"""A post: what it is and may, who holds it from when to when, what it may sign; changed by administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.catalogue.queries import known_codes
from motcua.dossiers.actions.leave import leave_post
from motcua.identity.actor import ADMIN, INSPECTOR, ROLE_NAMES, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation import actions, register
from motcua.organisation.models import Assignment, Post, SigningAuthority, Unit
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, ErrorLine
from motcua.web.ui.typed import a_day, a_number, check_meant, the_day

Verb = Callable[[Actor, Post, Any], str]


@for_officers(ADMIN, INSPECTOR)
@require_safe
def page(request: HttpRequest, post_id: int) -> HttpResponse:
    """Everything about one post; the forms for administrators."""
    return _page(request, post_id)


def _page(request: HttpRequest, post_id: int, problem: Refused | None = None) -> HttpResponse:
    post = _post_or_404(post_id)
    crumbs = (
        Crumb("Đơn vị", "/quan-tri/don-vi/"),
        Crumb(post.unit.short_name, f"/quan-tri/don-vi/{post.unit_id}/"),
        Crumb(post.title),
    )
    context = {
        "post": post,
        "roles": list(ROLE_NAMES.items()),
        "fields": ", ".join(post.fields),
        "procedures": ", ".join(post.procedures),
        "held": register.holders_of(post),
        "authorities": register.authorities_of(post),
        "results": SigningAuthority.Result.choices,
        "today": moment.today(),
        "may_change": actor(request).has(ADMIN),
        "crumbs": crumbs,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show(request, "console/post.html", "console:units", context, status=409 if problem else 200)


def _post_or_404(post_id: int) -> Post:
    found = Post.objects.select_related("unit").filter(pk=post_id).first()
    if found is None:
        raise Http404
    return found


def _verb(act: Verb) -> Callable[..., HttpResponse]:
    """A verb on a post; what is refused comes back on its page with what was typed."""

    @for_officers(ADMIN)
    @require_POST
    @wraps(act)
    def view(request: HttpRequest, post_id: int) -> HttpResponse:
        post = _post_or_404(post_id)
        try:
            check_meant(request)
            said = act(actor(request), post, request.POST)
        except Forbidden:
            raise
        except Refused as problem:
            return _page(request, post_id, problem)
        messages.success(request, said)
        return redirect("console:post", post_id)

    return view


@for_officers(ADMIN)
@require_POST
def create(request: HttpRequest, unit_id: str) -> HttpResponse:
    """A new post in a unit; its page asks for the rest."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    check_meant(request)
    post = actions.create_post(
        actor=actor(request),
        unit=unit,
        title=request.POST.get("title", ""),
        roles=request.POST.getlist("role"),
    )
    messages.success(request, f"Đã tạo vị trí «{post.title}». Hãy phân công người giữ.")
    return redirect("console:post", post.pk)


@_verb
def describe(acting: Actor, post: Post, posted: Any) -> str:
    """Title, roles, room, telephone, whether it is public, what it is narrowed to."""
    fields, procedures = _codes(posted, "fields"), _codes(posted, "procedures")
    known = known_codes()
    for name, codes, there in (
        ("fields", fields, known.fields),
        ("procedures", procedures, known.procedures),
    ):
        unknown = [code for code in codes if code not in there]
        if unknown:
            raise Refused(f"Không có mã {', '.join(unknown)} trong danh mục.", field=name)
    actions.change_post(
        actor=acting,
        post=post,
        title=posted.get("title", ""),
        roles=posted.getlist("role"),
        phone=posted.get("phone", ""),
        room=posted.get("room", ""),
        public=posted.get("public") == "1",
        fields=fields,
        procedures=procedures,
        signs_all=posted.get("signs_all") == "1",
    )
    return "Đã lưu vị trí."


def _codes(posted: Any, name: str) -> list[str]:
    """Codes typed into one line, kept apart by commas or spaces."""
    return str(posted.get(name, "")).replace(",", " ").replace(";", " ").split()


@_verb
def assign(acting: Actor, post: Post, posted: Any) -> str:
    """Somebody takes up the post."""
    login = posted.get("login", "").strip().lower()
    user = User.objects.filter(login=login, kind=User.Kind.OFFICER).first()
    if user is None:
        raise Refused("Không có cán bộ nào có tên đăng nhập này. Hãy tạo tài khoản trước.", field="login")
    actions.assign(
        actor=acting,
        post=post,
        user=user,
        starts=the_day(posted.get("starts", ""), "starts"),
        ends=a_day(posted.get("ends", ""), "ends"),
        acting=posted.get("acting") == "1",
    )
    return f"Đã phân công {user.name}."


def _held(post: Post, posted: Any) -> Assignment:
    rows = Assignment.objects.filter(post=post, pk=a_number(posted.get("held", "")) or 0)
    found = rows.select_related("user", "post").first()
    if found is None:
        raise Refused("Không tìm thấy phân công này. Hãy tải lại trang.")
    return found


@_verb
def relieve(acting: Actor, post: Post, posted: Any) -> str:
    """Somebody leaves the post; the open work goes on."""
    held = _held(post, posted)
    moved = leave_post(
        actor=acting, assignment=held, last_day=the_day(posted.get("last_day", ""), "last_day")
    )
    return f"{held.user.name} thôi giữ vị trí. {moved} việc đang mở đã chuyển ngay; việc còn lại tự chuyển."


@_verb
def board(acting: Actor, post: Post, posted: Any) -> str:
    """Whether this person is named on the public board."""
    held = _held(post, posted)
    actions.list_on_board(actor=acting, assignment=held, listed=posted.get("listed") == "1")
    return f"Đã {'nêu' if held.listed else 'bỏ'} tên {held.user.name} trên bảng công khai."


@_verb
def let_sign(acting: Actor, post: Post, posted: Any) -> str:
    """Authority to sign, for a time and a content."""
    field, procedure = posted.get("field_code", "").strip(), posted.get("procedure_code", "").strip()
    known = known_codes()
    if field and field not in known.fields:
        raise Refused("Không có mã lĩnh vực này trong danh mục.", field="field_code")
    if procedure and procedure not in known.procedures:
        raise Refused("Không có mã thủ tục này trong danh mục.", field="procedure_code")
    actions.let_sign(
        actor=acting,
        post=post,
        starts=the_day(posted.get("sign_starts", ""), "sign_starts"),
        ends=the_day(posted.get("sign_ends", ""), "sign_ends"),
        ground=posted.get("sign_ground", ""),
        field_code=field,
        procedure_code=procedure,
        result=posted.get("result", ""),
    )
    return "Đã ghi quyền ký."


@_verb
def end_signing(acting: Actor, post: Post, posted: Any) -> str:
    """Authority to sign is taken back."""
    row = SigningAuthority.objects.filter(post=post, pk=a_number(posted.get("authority", "")) or 0).first()
    if row is None:
        raise Refused("Không tìm thấy quyền ký này. Hãy tải lại trang.")
    actions.end_signing(actor=acting, authority_id=row.pk)
    return "Đã thu hồi quyền ký."
